package dev.finetuning.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    private void assertFiles(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    @Test
    void write_failing_leavesTheOldContentAndNothingElse() throws IOException {
        Path file = folder.resolve("file");
        AtomicFile.writeText(file, "old");

        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(1);
                    throw new IOException("broken");
                }))
                .hasMessage("broken");

        assertThat(file).hasContent("old");
        assertFiles("file");
    }

    @Test
    void write_whereALinkIs_replacesTheLinkAndNotItsTarget() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "untouched");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        AtomicFile.writeText(link, "new");

        assertThat(target).hasContent("untouched");
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(link).hasContent("new");
    }

    @Test
    void create_whereALinkIs_isRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

        assertThatThrownBy(() -> AtomicFile.create(link)).isInstanceOf(FileAlreadyExistsException.class);
        assertFiles("link");
    }

    @Test
    void writeIn_nameMadeOfTheContent_isKnownAfterItWasWritten() throws IOException {
        StringBuilder written = new StringBuilder();

        Path file = AtomicFile.writeIn(
                folder,
                out -> {
                    out.write("text".getBytes(StandardCharsets.UTF_8));
                    written.append("named");
                },
                written::toString);

        assertThat(file).hasFileName("named").hasContent("text");
        assertFiles("named");
    }
}
