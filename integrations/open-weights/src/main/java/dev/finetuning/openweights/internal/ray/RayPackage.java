package dev.finetuning.openweights.internal.ray;

import dev.finetuning.adapter.http.RequestBody;
import dev.finetuning.internal.content.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The worker's scripts as Ray takes a working directory: a zip file whose name holds its content's hash. */
record RayPackage(String name, RequestBody content) {
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
        return new RayPackage(
                "_ray_pkg_" + Sha256.hex(bytes).substring(0, 20) + ".zip",
                RequestBody.of("application/octet-stream", bytes));
    }

    private static List<Path> scripts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".py"))
                    .sorted()
                    .toList();
        }
    }
}
