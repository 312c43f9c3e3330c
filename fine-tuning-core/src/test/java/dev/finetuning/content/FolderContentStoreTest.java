package dev.finetuning.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderContentStoreTest extends ContentStoreContractTest {
    @TempDir
    Path folder;

    @Override
    protected ContentStore open() {
        return FolderContentStore.in(folder.resolve("contents"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void put_contents_areForTheirOwnerOnly() throws IOException {
        open().put("a", ContentSource.of(new byte[3]));

        Path contents = folder.resolve("contents");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(contents)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(contents.resolve("a"))))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(contents)) {
            assertThat(files).as("no temporary file is left").hasSize(1);
        }
    }

    @Test
    void put_folderThatIsAFile_isUnavailable() throws IOException {
        Files.writeString(folder.resolve("contents"), "in the way");

        assertThatThrownBy(() -> open().put("a", ContentSource.of(new byte[3])))
                .isInstanceOf(ContentUnavailableException.class)
                .hasMessageContaining("contents");
    }
}
