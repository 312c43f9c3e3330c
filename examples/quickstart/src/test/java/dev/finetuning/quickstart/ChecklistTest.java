package dev.finetuning.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The checklist names only findings, types and members that exist. */
class ChecklistTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path PAGE = ROOT.resolve("docs/guide/checklist.md");
    private static final String PERSONAL = "pii_";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern FINDING = Pattern.compile("[a-z]+(_[a-z]+)*");
    private static final Pattern MEMBER =
            Pattern.compile("(\\w+)(?:\\.([A-Z]\\w+))?\\.([a-z]\\w*|[A-Z_]+)(?:\\(.*\\))?");
    private static final Pattern TYPE = Pattern.compile("[A-Z]\\w+");

    private static Map<Path, String> sources;

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            sources = modules.filter(module -> module.getFileName().toString().startsWith("fine-tuning-"))
                    .map(module -> module.resolve("src/main/java"))
                    .flatMap(ChecklistTest::files)
                    .collect(Collectors.toMap(file -> file, ChecklistTest::text));
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> named(Pattern form) throws IOException {
        return CODE.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .filter(name -> form.matcher(name).matches())
                .distinct()
                .toList();
    }

    @Test
    void findings_allExist() throws IOException {
        assertThat(named(FINDING))
                .hasSizeGreaterThan(20)
                .allSatisfy(finding -> assertThat(isMade(finding)).as(finding).isTrue());
    }

    /** The code stands in a source; those of personal data are made of a prefix and the name of an entity. */
    private static boolean isMade(String finding) {
        if (finding.startsWith(PERSONAL)) {
            String entity = finding.substring(PERSONAL.length()).toUpperCase(Locale.ROOT);
            Pattern word = Pattern.compile("\\b" + entity + "\\b");
            return sources.values().stream()
                    .anyMatch(source -> word.matcher(source).find());
        }
        return sources.values().stream().anyMatch(source -> source.contains('"' + finding + '"'));
    }

    @Test
    void members_allExist() throws IOException {
        assertThat(named(MEMBER)).hasSizeGreaterThan(40).allSatisfy(ChecklistTest::requireMember);
    }

    private static void requireMember(String name) {
        MatchResult parts = MEMBER.matcher(name).results().findFirst().orElseThrow();
        String source = source(parts.group(1));
        if (parts.group(2) != null) {
            assertThat(source).as(name).containsPattern("(class|record|enum|interface) " + parts.group(2) + "\\b");
        }
        assertThat(source).as(name).containsPattern("\\b" + parts.group(3) + "\\b *[(=,;]");
    }

    @Test
    void types_allExist() throws IOException {
        assertThat(named(TYPE)).allSatisfy(ChecklistTest::source);
    }

    private static String source(String type) {
        return sources.entrySet().stream()
                .filter(file -> file.getKey().endsWith(type + ".java"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no type " + type));
    }
}
