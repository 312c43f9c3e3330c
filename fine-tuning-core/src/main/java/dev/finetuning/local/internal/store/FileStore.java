package dev.finetuning.local.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.internal.content.Sha256;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Uploaded files, each named by the hash of its content: the same content is there once. */
public final class FileStore implements TrainingFiles {
    private static final String LINES = ".jsonl";
    private static final String ABOUT = ".json";
    private static final String PREFIX = "file-";

    private final StoreFolder folder;
    private final long maxBytes;
    private final InstantSource clock;

    /**
     * Files in a folder.
     *
     * @param maxBytes the size of the largest file
     */
    public FileStore(Path parent, long maxBytes, InstantSource clock) {
        folder = new StoreFolder(parent, "files", "file");
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    public TrainingFile upload(TrainingData data) {
        Path temporary = folder.temporary();
        MessageDigest digest = Sha256.start();
        try {
            folder.write(temporary, out -> writeRows(data, new DigestOutputStream(out, digest)));
            String hash = HexFormat.of().formatHex(digest.digest());
            return keep(temporary, PREFIX + hash.substring(0, 40), data.name());
        } catch (IOException e) {
            throw folder.fault("upload", e);
        } finally {
            folder.remove(temporary);
        }
    }

    private void writeRows(TrainingData data, OutputStream out) throws IOException {
        long row = 0;
        long bytes = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (Example example : data) {
            row++;
            if (!(example instanceof ChatExample chat)) {
                throw rejected("row " + row + " is a " + example.getClass().getSimpleName()
                        + "; only conversations (ChatExample) can be trained on here");
            }
            // tools on offer and labels are not trained on here
            line.reset();
            ChatMessages.format().writeJson(new ChatExample(chat.messages(), List.of(), ExampleInfo.NONE), line);
            line.write('\n');
            bytes += line.size();
            if (bytes > maxBytes) {
                throw rejected("the file has more than " + maxBytes + " bytes, and jobs train in the memory of this"
                        + " process; use fewer examples, or more memory, or raise LocalSettings.maxFileBytes");
            }
            line.writeTo(out);
        }
        if (row == 0) {
            throw rejected("there is no example to train on");
        }
    }

    private static RequestRejectedException rejected(String reason) {
        return new RequestRejectedException(
                Incident.of(LocalTrainingPipeline.PROVIDER, "upload"), List.of(reason), null);
    }

    private TrainingFile keep(Path temporary, String id, String name) throws IOException {
        Path about = folder.file(id, ABOUT);
        Optional<TrainingFile> known = folder.read(about, json -> file(id, json));
        if (known.isPresent() && Files.exists(folder.file(id, LINES))) {
            return known.get();
        }
        String shown = displayName(name) + "-" + id.substring(PREFIX.length(), PREFIX.length() + 12) + LINES;
        ObjectNode json = StoredJson.object()
                .put("name", shown)
                .put("bytes", Files.size(temporary))
                .put("created_at", clock.instant().toString());
        Files.move(
                temporary, folder.file(id, LINES), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        folder.replace(about, json);
        return file(id, json);
    }

    private static String displayName(String name) {
        String kept = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return kept.substring(0, Math.min(40, kept.length()));
    }

    private static TrainingFile file(String id, JsonNode json) {
        TrainingFile.Builder file = TrainingFile.builder(id, StoredJson.text(json, "name"), "fine-tune")
                .createdAt(StoredJson.instant(json, "created_at"))
                .status("processed");
        Long bytes = StoredJson.wholeOrNull(json, "bytes");
        if (bytes != null) {
            file.bytes(bytes);
        }
        return file.build();
    }

    /** The file of an id on disk. */
    public Path existing(String fileId) {
        Path lines = folder.file(fileId, LINES);
        if (!Files.exists(folder.file(fileId, ABOUT)) || !Files.exists(lines)) {
            throw folder.notFound(fileId);
        }
        return lines;
    }

    @Override
    public Stream<TrainingFile> list() {
        return folder.ids(ABOUT).stream()
                .flatMap(id -> folder.read(folder.file(id, ABOUT), json -> file(id, json)).stream())
                .sorted(Comparator.comparing(
                                (TrainingFile each) -> each.createdAt().orElse(Instant.MIN), Comparator.reverseOrder())
                        .thenComparing(TrainingFile::id));
    }

    @Override
    public InputStream download(String fileId) {
        try {
            return Files.newInputStream(existing(fileId));
        } catch (IOException e) {
            throw folder.fault("download", e);
        }
    }

    @Override
    public void delete(String fileId) {
        Path lines = existing(fileId);
        folder.remove(folder.file(fileId, ABOUT));
        folder.remove(lines);
    }

    public static String hash(String text) {
        return Sha256.hex(text).substring(0, 40);
    }
}
