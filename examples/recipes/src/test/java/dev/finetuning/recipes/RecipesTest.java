package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every recipe. */
class RecipesTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/finetuning/recipes");
    private static final Path TESTS = Path.of("src/test/java/dev/finetuning/recipes");
    private static final Path PAGE = Path.of("../../docs/guide/recipes.md");

    static List<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.filter(file -> !file.endsWith("package-info.java"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void recipe_usesOnlyPublicApi(Path recipe) throws IOException {
        assertThat(Files.readString(recipe)).doesNotContain(".internal.").doesNotContain("setAccessible");
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void recipe_isOnThePage(Path recipe) throws IOException {
        assertThat(Files.readString(PAGE)).contains("/recipes/" + recipe.getFileName());
    }

    @Test
    void recipes_areAllTested() throws IOException {
        StringBuilder tests = new StringBuilder();
        try (Stream<Path> files = Files.list(TESTS)) {
            for (Path file : files.toList()) {
                tests.append(Files.readString(file));
            }
        }
        assertThat(recipes())
                .isNotEmpty()
                .allSatisfy(recipe -> assertThat(tests)
                        .containsPattern("\\b" + recipe.getFileName().toString().replace(".java", "") + "[.(]"));
    }
}
