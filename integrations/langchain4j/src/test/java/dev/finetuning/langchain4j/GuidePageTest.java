package dev.finetuning.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.documentation.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuidePageTest {
    @Test
    void programs_compile(@TempDir Path classes) throws IOException {
        String page = Files.readString(Path.of("../../docs/guide/bridges.md"));
        assertThat(Programs.in(page, "langchain4j"))
                .isNotEmpty()
                .allSatisfy(program -> Programs.compile(program, classes));
    }
}
