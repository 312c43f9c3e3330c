package dev.finetuning.local.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.io.FilePermissions;
import dev.finetuning.internal.io.TemporaryFiles;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderFaultException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One kind of things on disk, each a file or a few under one name. Files appear whole or not at all: they
 * are written beside their place, forced to disk and moved there in one step. Names come from ids and
 * hashes this provider made, never from a caller's text.
 */
public final class StoreFolder {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");

    private final Path path;
    private final String kind;

    public StoreFolder(Path parent, String name, String kind) {
        this.kind = kind;
        try {
            path = FilePermissions.createFolderIn(parent, name);
        } catch (IOException e) {
            throw fault("create folder " + name, e);
        }
    }

    /** The real path of a folder, which is created where it does not exist. */
    public static Path root(Path folder) {
        try {
            return FilePermissions.createFolder(folder).toRealPath();
        } catch (IOException e) {
            throw new ProviderFaultException(
                    Incident.of(LocalTrainingPipeline.PROVIDER, "open folder"),
                    "the folder cannot be created or read (" + e.getClass().getSimpleName()
                            + "); use another folder or correct its permissions",
                    e);
        }
    }

    /** The file of an id; an id that is no name of ours leads nowhere. */
    public Path file(String id, String extension) {
        if (!NAME.matcher(id).matches()) {
            throw notFound(id);
        }
        return path.resolve(id + extension);
    }

    public NotFoundException notFound(String id) {
        return new NotFoundException(Incident.of(LocalTrainingPipeline.PROVIDER, "find " + kind), kind, id, null);
    }

    public ProviderFaultException fault(String operation, IOException e) {
        return new ProviderFaultException(
                Incident.of(LocalTrainingPipeline.PROVIDER, operation),
                "the folder of " + kind + "s cannot be used: " + e.getClass().getSimpleName()
                        + "; check that it exists, is writable and has room",
                e);
    }

    public void replace(Path target, Content content) {
        Path temporary = temporary();
        try {
            write(temporary, content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw fault("write " + kind, e);
        } finally {
            remove(temporary);
        }
    }

    public void replace(Path target, ObjectNode json) {
        byte[] text = StoredJson.write(json).getBytes(StandardCharsets.UTF_8);
        replace(target, out -> out.write(text));
    }

    /** A new temporary file. */
    public Path temporary() {
        return TemporaryFiles.in(path);
    }

    public void write(Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /**
     * Reads a file of JSON; empty if it does not exist.
     *
     * @param form what its object says
     * @throws ProviderFaultException if the file is damaged; the failure repeats nothing of it
     */
    public <T> Optional<T> read(Path file, Function<JsonNode, T> form) {
        String operation = "read " + kind + " " + file.getFileName();
        try {
            return Optional.of(form.apply(StoredJson.parseExactly(Files.readString(file))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw fault(operation, e);
        } catch (IllegalArgumentException e) {
            throw new ProviderFaultException(
                    Incident.of(LocalTrainingPipeline.PROVIDER, operation),
                    "the file is damaged: " + e.getMessage() + "; restore it, or delete the " + kind,
                    e);
        }
    }

    /** The ids that have a file of this extension. */
    public List<String> ids(String extension) {
        List<String> ids = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(extension))
                    .map(name -> name.substring(0, name.length() - extension.length()))
                    .filter(id -> NAME.matcher(id).matches())
                    .forEach(ids::add);
            return ids;
        } catch (IOException | UncheckedIOException e) {
            throw fault("list " + kind + "s", e instanceof IOException io ? io : new IOException(e));
        }
    }

    public void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw fault("delete " + kind, e);
        }
    }

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
