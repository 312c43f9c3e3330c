package dev.finetuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParzenPreferenceTest {
    private static final SearchSpace SPACE = SearchSpace.builder()
            .whole("epochs", 1, 10)
            .realLogarithmic("rate", 0.001, 10)
            .wholeLogarithmic("batch", 1, 64)
            .real("momentum", 0, 1)
            .choice("schedule", "linear", "cosine", "constant")
            .build();

    /** The golden values are those of Optuna 5.0.0; the script beside {@code optuna-promise.csv} has made them. */
    @ParameterizedTest
    @ValueSource(ints = {10, 12, 27, 40, 120, 300})
    void promise_afterTrialsOfAllKinds_isThatOfItsPeer(int trials) throws IOException {
        List<Observation> past = new ArrayList<>();
        List<Observation> golden = new ArrayList<>();
        for (String[] row : rows(trials)) {
            (row[1].equals("trial") ? past : golden)
                    .add(new Observation(
                            settings(row),
                            row[7].isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(row[7]))));
        }
        ParzenPreference preference = ParzenPreference.of(SPACE, past);

        assertThat(past).hasSize(trials);
        assertThat(golden)
                .hasSize(15)
                .allSatisfy(each -> assertThat(preference.promise(each.settings()))
                        .isCloseTo(each.loss().orElseThrow(), within(1e-5)));
    }

    private static Settings settings(String[] row) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("epochs", Long.parseLong(row[2]));
        values.put("rate", Double.parseDouble(row[3]));
        values.put("batch", Long.parseLong(row[4]));
        values.put("momentum", Double.parseDouble(row[5]));
        values.put("schedule", row[6]);
        return new Settings(values);
    }

    private static List<String[]> rows(int trials) throws IOException {
        try (InputStream file = ParzenPreferenceTest.class.getResourceAsStream("optuna-promise.csv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(trials + ","))
                    .map(line -> line.split(",", -1))
                    .toList();
        }
    }
}
