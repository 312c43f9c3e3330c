package dev.finetuning.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenCounters;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.CompatibilityMatrix;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetProfileTest {
    private static final TokenCounter COUNTER = TokenCounters.estimate();

    @Test
    void toJson_wholeProfile_holdsEveryPartAndNoContent() throws IOException {
        Dataset dataset = Dataset.builder("support")
                .addConversation(Map.of("category", "orders"), "Be kind.", "Where is it?", "On its way.")
                .addConversation("", "Hello", "Hi", "Thanks", "Bye")
                .addConversation("", "Hello", "Hi", "Thanks", "Bye")
                .build();
        CostEstimate cost = new CostEstimate(
                "small",
                TokenStatistics.of(dataset, COUNTER),
                EpochRule.fixed(3).epochs(3),
                Optional.empty());

        DatasetProfile profile = DatasetProfile.of(dataset, COUNTER)
                .withFindings(Checks.standard().run(dataset))
                .withCost(cost)
                .withCompatibility(CompatibilityMatrix.of(dataset, List.of()));
        JsonNode json = new JsonMapper().readTree(profile.toJson());

        assertThat(json.path("examples").intValue()).isEqualTo(3);
        assertThat(json.path("turns").path("max").intValue()).isEqualTo(4);
        assertThat(json.path("messages").path("assistant").intValue()).isEqualTo(5);
        assertThat(json.path("categories").path("orders").intValue()).isEqualTo(1);
        assertThat(json.path("forms").path("chat").intValue()).isEqualTo(3);
        assertThat(json.path("findings").findValuesAsText("code")).contains("duplicate_example", "too_few_examples");
        assertThat(json.path("findings").get(0).path("severity").asText()).isEqualTo("error");
        assertThat(json.path("cost").path("training").isNull())
                .as("an unknown price is not 0")
                .isTrue();
        assertThat(json.path("compatibility").isArray()).isTrue();
        assertThat(profile.toJson()).doesNotContain("On its way", "Be kind");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void histogram_randomValues_holdsEachOnce(long seed) {
        Random random = new Random(seed);
        long[] values = LongStream.generate(() -> (long) Math.exp(random.nextDouble() * 12))
                .limit(1 + random.nextInt(2_000))
                .toArray();

        Histogram histogram = Histogram.of(values);

        assertThat(histogram.bars()).hasSizeLessThanOrEqualTo(12);
        assertThat(histogram.bars().stream().mapToLong(Histogram.Bar::count).sum())
                .isEqualTo(values.length);
        for (Histogram.Bar bar : histogram.bars()) {
            assertThat(LongStream.of(values)
                            .filter(value -> value >= bar.from() && value <= bar.to())
                            .count())
                    .isEqualTo(bar.count());
        }
        assertThat(histogram.sum()).isEqualTo(LongStream.of(values).sum());
    }

    @Test
    void histogram_oneHugeValue_leavesTheOthersReadable() {
        long[] values = LongStream.concat(LongStream.range(0, 1_000).map(i -> i % 100), LongStream.of(1_000_000))
                .toArray();

        assertThat(Histogram.of(values).bars()).hasSizeGreaterThan(8);
        assertThat(Histogram.of(new long[0]).bars()).isEmpty();
    }
}
