package dev.finetuning.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.finetuning.registry.version.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoredNamesTest {
    private static final Pattern NAMES = Pattern.compile("StoredNames\\s*\\.of\\(\\s*([\\w.]+)\\.class");

    @Test
    void of_constantWithoutAName_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> StoredNames.of(Direction.class, Map.of(Direction.HIGHER_IS_BETTER, "higher")))
                .withMessageContaining("LOWER_IS_BETTER");
    }

    @Test
    void of_twoConstantsOfOneName_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> StoredNames.of(
                        Direction.class,
                        Map.of(Direction.HIGHER_IS_BETTER, "better", Direction.LOWER_IS_BETTER, "Better")));
    }

    /** Two copies drift apart, as those of a metric's direction did. */
    @Test
    void names_ofOneEnum_standInOnePlace() throws IOException {
        Map<String, Long> places;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            places = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(StoredNamesTest::named)
                    .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        }

        assertThat(places)
                .as("enums and how often their stored names are given")
                .containsKey("JobPhase");
        places.values().removeIf(count -> count == 1);
        assertThat(places).isEmpty();
    }

    private static Stream<String> named(Path file) {
        try {
            // an outcome or a kind without its owner belongs to the file that names it
            return NAMES.matcher(Files.readString(file))
                    .results()
                    .map(match -> match.group(1))
                    .map(name -> name.equals("Kind") ? file + " " + name : name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
