package dev.finetuning.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the README to what it says. */
class ReadmeTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");

    @TempDir
    private Path classes;

    private final String readme;

    ReadmeTest() throws IOException {
        readme = Files.readString(ROOT.resolve("README.md"));
    }

    @Test
    void programs_compile() {
        List<String> programs =
                PROGRAM.matcher(readme).results().map(match -> match.group(1)).toList();
        assertThat(programs).isNotEmpty().allSatisfy(this::compiles);
    }

    @Test
    void firstProgram_endsByLine25() {
        MatchResult program = PROGRAM.matcher(readme).results().findFirst().orElseThrow();
        assertThat(readme.substring(0, program.end()).lines()).hasSizeLessThanOrEqualTo(25);
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
        assertThat(Files.readAllLines(ROOT.resolve(".ci/run"))).last().isEqualTo(commandUnder("Test"));
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

    private void compiles(String program) {
        Matcher name = CLASS_NAME.matcher(program);
        assertThat(name.find()).as("the program declares a class").isTrue();
        StringWriter complaints = new StringWriter();
        boolean compiled = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "needs a JDK")
                .getTask(
                        complaints,
                        null,
                        null,
                        List.of(
                                "--release",
                                "17",
                                "-Xlint:all,-options",
                                "-Werror",
                                "-proc:none",
                                "-d",
                                classes.toString(),
                                "-cp",
                                System.getProperty("java.class.path")),
                        null,
                        List.of(source(name.group(1), program)))
                .call();
        assertThat(compiled).as(complaints.toString()).isTrue();
    }

    private static JavaFileObject source(String className, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + className + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
