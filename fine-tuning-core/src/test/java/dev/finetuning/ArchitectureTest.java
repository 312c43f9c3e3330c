package dev.finetuning;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds core to its import order and to the rules of the house. */
class ArchitectureTest extends HouseRules {
    /** In import order: a package sees those before it. An {@code internal} below one of them counts as that one. */
    private static final List<String> PACKAGES = Stream.of(
                    "",
                    ".schema",
                    ".provider",
                    ".example",
                    ".source",
                    ".format",
                    ".format.detection",
                    ".format.reading",
                    ".format.writing",
                    ".dataset",
                    ".quality",
                    ".quality.near",
                    ".quality.pii",
                    ".quality.remedy",
                    ".cost",
                    ".quality.profile",
                    ".content",
                    ".journal",
                    ".journal.file",
                    ".journal.jdbc",
                    ".chat",
                    ".asking",
                    ".training",
                    ".training.follow",
                    ".adapter",
                    ".adapter.http",
                    ".adapter.chat",
                    ".synthesis",
                    ".registry.version",
                    ".registry.promotion",
                    ".registry",
                    ".routing",
                    ".run",
                    ".schedule",
                    ".search",
                    ".review",
                    ".retraining",
                    ".notification",
                    ".drift",
                    ".advice",
                    ".local",
                    ".testing")
            .map("dev.finetuning"::concat)
            .toList();

    private static final Pattern PAGE_ROW = Pattern.compile("^\\| `(dev\\.finetuning[\\w.]*)` \\|", Pattern.MULTILINE);

    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:(?:abstract|final|sealed|non-sealed|strictfp) )*(?:class|interface|record|enum|@interface) ",
            Pattern.MULTILINE);

    private static final Path MAIN = Path.of("src/main");
    private static final Pattern VENDOR = Pattern.compile(
            "openai|mistral|azure|nebius|anthropic|gemini|vertex ?ai|bedrock|cohere|fireworks|together[ .]?ai"
                    + "|predibase|deepseek|groq|ollama|openrouter|gpt-|hugging ?face",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern QUALIFIED_EXPORT = Pattern.compile("exports [\\w.]+ to[^;]+;");

    ArchitectureTest() {
        super("dev.finetuning");
    }

    /** The table that people read is the list that this test holds the code to. */
    @Test
    void importOrder_isTheOneOfTheArchitecturePage() throws IOException {
        assertThat(PAGE_ROW.matcher(Files.readString(Path.of("../docs/architecture.md")))
                        .results()
                        .map(row -> row.group(1)))
                .containsExactlyElementsOf(PACKAGES);
    }

    @Test
    void everyClass_livesInAKnownPackage() {
        classes().should().resideInAnyPackage(withInternal(PACKAGES)).check(module());
    }

    static List<String> packages() {
        return PACKAGES.subList(0, PACKAGES.size() - 1);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void package_importsOnlyWhatStandsBeforeIt(String name) {
        List<String> after = PACKAGES.subList(PACKAGES.indexOf(name) + 1, PACKAGES.size());
        noClasses()
                .that()
                .resideInAnyPackage(withInternal(List.of(name)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(withInternal(after))
                .allowEmptyShould(true)
                .check(module());
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("dev.finetuning.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(module());
    }

    @Test
    void sources_nameNoVendorOutsideFormat() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().replace('\\', '/').contains("dev/finetuning/format/"))
                            // which modules share internals can be said there only
                            .filter(file -> !file.endsWith("module-info.java"))
                            .flatMap(ArchitectureTest::vendors))
                    .as("vendors belong to adapters")
                    .isEmpty();
        }
    }

    /** A reader who meets a name in a guide or an import must know which type is meant. */
    @Test
    void publicNames_areUsedOnceInTheWholeProject() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            Map<String, List<String>> places = files.filter(
                            file -> file.toString().replace('\\', '/').contains("/src/main/java/dev/finetuning/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(ArchitectureTest::declaresPublicType)
                    .collect(Collectors.groupingBy(
                            file -> file.getFileName().toString(),
                            TreeMap::new,
                            Collectors.mapping(Path::toString, Collectors.toList())));
            places.values().removeIf(each -> each.size() == 1);
            assertThat(places).as("simple names of more than one public type").isEmpty();
        }
    }

    private static boolean declaresPublicType(Path file) {
        try {
            return PUBLIC_TYPE.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> vendors(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            // a module has to name those it exports its internals to
            return VENDOR.matcher(QUALIFIED_EXPORT.matcher(text).replaceAll(""))
                    .results()
                    .map(match -> file + ": " + match.group());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] withInternal(List<String> packages) {
        return packages.stream()
                .flatMap(each -> Stream.of(each, each + ".internal.."))
                .toArray(String[]::new);
    }
}
