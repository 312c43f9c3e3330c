package dev.finetuning.openweights.internal.ray;

import dev.finetuning.adapter.http.RequestBody;
import dev.finetuning.internal.content.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The worker's scripts as Ray takes a working directory: a zip file whose name holds its content's hash. */
final class RayPackage implements RequestBody {
    private final String name;
    private final byte[] bytes;

    private RayPackage(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /** Packs the Python files of a folder; the same files make the same bytes. */
    static RayPackage of(Path folder) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            for (Path script : scripts(folder)) {
                ZipEntry entry = new ZipEntry(String.valueOf(script.getFileName()));
                entry.setTime(0);
                zip.putNextEntry(entry);
                Files.copy(script, zip);
            }
        }
        byte[] bytes = packed.toByteArray();
        return new RayPackage("_ray_pkg_" + Sha256.hex(bytes).substring(0, 20) + ".zip", bytes);
    }

    private static List<Path> scripts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".py"))
                    .sorted()
                    .toList();
        }
    }

    String name() {
        return name;
    }

    @Override
    public String contentType() {
        return "application/octet-stream";
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }
}
