package dev.finetuning.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.documentation.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the README to what it says. */
class ReadmeTest {
    private static final Path ROOT = Path.of("../..");

    @TempDir
    private Path classes;

    private final String readme;

    ReadmeTest() throws IOException {
        readme = Files.readString(ROOT.resolve("README.md"));
    }

    @Test
    void programs_compile() {
        assertThat(Programs.in(readme)).isNotEmpty().allSatisfy(program -> Programs.compile(program, classes));
    }

    @Test
    void firstProgram_endsByLine25() {
        int end = readme.indexOf("```\n", readme.indexOf("```java"));
        assertThat(readme.substring(0, end).lines()).hasSizeLessThanOrEqualTo(25);
    }

    @Test
    void firstProgram_answersFromTheSampleBesideIt(@TempDir Path folder) throws Exception {
        Programs.compile(Programs.in(readme).get(0), classes);
        Matcher sample = Pattern.compile("```csv\n(.*?)```", Pattern.DOTALL).matcher(readme);
        assertThat(sample.find()).as("a sample CSV").isTrue();
        Files.writeString(folder.resolve("support.csv"), sample.group(1));
        Process program = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        classes + File.pathSeparator + System.getProperty("java.class.path"),
                        "Support")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("Orders ship within two days.");
        assertThat(program.waitFor()).isZero();
    }

    @Test
    void readme_isShort() {
        assertThat(readme.lines()).hasSizeLessThanOrEqualTo(120);
    }

    @Test
    void run_startsTheQuickstart() {
        assertThat(commandUnder("Run")).startsWith("mvn ").contains("-Pquickstart");
    }

    @Test
    void test_isWhatContinuousIntegrationRuns() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve(".ci/run")))
                .filteredOn(line -> !line.startsWith("#") && !line.startsWith("set ") && !line.startsWith("cd "))
                .first()
                .isEqualTo(commandUnder("Test"));
    }

    @Test
    void moduleTable_namesEveryModule() throws IOException {
        List<String> modules = Pattern.compile("<module>(.*?)</module>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(match -> "| `" + match.group(1) + "` |")
                .toList();
        assertThat(readme).contains(modules);
    }

    private String commandUnder(String heading) {
        Matcher section =
                Pattern.compile("\n## " + heading + "\n+```sh\n(.*)\n").matcher(readme);
        assertThat(section.find()).as("a command under ## " + heading).isTrue();
        return section.group(1);
    }
}
