package dev.finetuning.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
