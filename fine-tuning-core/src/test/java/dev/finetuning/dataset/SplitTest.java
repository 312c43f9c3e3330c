package dev.finetuning.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Provenance;
import dev.finetuning.format.ChatMessages;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
    private static final SplitRatios RATIOS = SplitRatios.of(0.8, 0.1, 0.1);

    @Test
    void exact_hundredAtFourFifths_givesEightyAndTwenty() {
        Split split = numbered(100).split(SplitRatios.trainAndTest(0.8));
        assertThat(split.train().size()).isEqualTo(80);
        assertThat(split.validation().size()).isZero();
        assertThat(split.test().size()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void exact_anyCategories_staysWithinOneExampleOfTheRatio(long seed) {
        Random random = new Random(seed);
        DatasetBuilder builder = Dataset.builder("random");
        int categories = 1 + random.nextInt(40);
        for (int i = 0; i < 1000; i++) {
            int category = (int) Math.abs(random.nextGaussian() * categories / 2);
            builder.addConversation(Map.of("category", "c" + category), "", "q" + i, "a");
        }
        Dataset dataset = builder.build();
        Split split = dataset.split(RATIOS);

        assertThat(List.of(
                        split.train().size(),
                        split.validation().size(),
                        split.test().size()))
                .containsExactly(800, 100, 100);
        dataset.statistics().categories().forEach((category, count) -> {
            assertWithinOne(split.train(), category, count * 0.8);
            assertWithinOne(split.validation(), category, count * 0.1);
            assertWithinOne(split.test(), category, count * 0.1);
        });
    }

    private static void assertWithinOne(Dataset part, String category, double expected) {
        int actual = part.statistics().categories().getOrDefault(category, 0);
        assertThat(Math.abs(actual - expected))
                .as(category + " in " + part.name())
                .isLessThan(1);
    }

    @Test
    void stable_growingDataset_neverMovesAnExample() {
        Map<String, String> before = sides(numbered(500).split(SplitPlan.stable(RATIOS)));
        Map<String, String> after = sides(numbered(5000).split(SplitPlan.stable(RATIOS)));
        assertThat(after).containsAllEntriesOf(before);
        assertThat(after.values().stream().filter("numbered-train"::equals).count())
                .isBetween(3900L, 4100L);
    }

    @Test
    void partOf_stablePlan_isWhereTheSplitHasTheExample() {
        Dataset dataset = numbered(300);
        SplitPlan plan = SplitPlan.stable(RATIOS).salt("other");
        Split split = dataset.split(plan);
        for (Split.Part part : Split.Part.values()) {
            assertThat(split.part(part))
                    .isNotEmpty()
                    .allSatisfy(example -> assertThat(plan.partOf(example)).contains(part));
        }
        Example one = dataset.examples().get(0);
        assertThat(SplitPlan.exact(RATIOS).partOf(one)).isEmpty();
        assertThat(plan.minimum(1).partOf(one)).isEmpty();
        assertThat(plan.syntheticInTrain().partOf(one)).isEmpty();
        assertThat(plan.maxValidation(example -> 1, 10, 1).partOf(one)).isEmpty();
    }

    @Test
    void syntheticInTrain_anyMode_keepsTwinsTogetherAndTheOthersInTheirRatio() {
        DatasetBuilder builder = numbered(500).toBuilder();
        for (int i = 0; i < 100; i++) {
            builder.add(grownFrom(builder.build().examples().get(i), i));
        }
        Dataset dataset = builder.build();
        for (SplitPlan plan : List.of(
                SplitPlan.exact(RATIOS), SplitPlan.stable(RATIOS), SplitPlan.byTime(RATIOS, SplitTest::number))) {
            Split split = dataset.split(plan.syntheticInTrain());
            Set<String> inTrain = new HashSet<>();
            split.train().forEach(example -> inTrain.add(Fingerprint.of(example).hex()));
            assertThat(split.validation()).noneMatch(SplitTest::isSynthetic);
            assertThat(split.test()).isNotEmpty().noneMatch(SplitTest::isSynthetic);
            assertThat(split.train().filter(SplitTest::isSynthetic))
                    .hasSize(100)
                    .allMatch(made -> inTrain.contains(made.info().grownFrom().orElseThrow()));
            assertThat(split.train().size()
                            + split.validation().size()
                            + split.test().size())
                    .isEqualTo(600);
        }
        assertThat(dataset.split(SplitPlan.exact(RATIOS).syntheticInTrain()).test())
                .as("a tenth of the 400 that nothing was grown from")
                .hasSize(40);
    }

    private static boolean isSynthetic(Example example) {
        return example.info().provenance().isSynthetic();
    }

    private static Example grownFrom(Example seed, int number) {
        ExampleInfo info = seed.info()
                .withProvenance(Provenance.synthetic(new Origin("made", 0, number + 1)))
                .withMetadata(ExampleInfo.GROWN_FROM, Fingerprint.of(seed).hex());
        return ChatExample.of(Message.user("q" + (1000 + number)), Message.assistant("a"))
                .withInfo(info);
    }

    @Test
    void groups_anyMode_areNeverTorn() {
        DatasetBuilder builder = Dataset.builder("grouped");
        for (int i = 0; i < 600; i++) {
            builder.addConversation(Map.of("group", "customer " + i / 3, "category", "c" + i % 5), "", "q" + i, "a");
        }
        Dataset dataset = builder.build();
        for (SplitPlan plan : List.of(
                SplitPlan.exact(RATIOS), SplitPlan.stable(RATIOS), SplitPlan.byTime(RATIOS, SplitTest::number))) {
            Split split = dataset.split(plan);
            Set<String> train = groups(split.train());
            assertThat(groups(split.test())).doesNotContainAnyElementsOf(train).isNotEmpty();
            assertThat(groups(split.validation()))
                    .doesNotContainAnyElementsOf(train)
                    .isNotEmpty();
        }
        assertThat(dataset.split(RATIOS).train().size()).isBetween(477, 483);
    }

    @Test
    void duplicates_areNeverOnBothSides() {
        DatasetBuilder builder = Dataset.builder("twins");
        for (int i = 0; i < 400; i++) {
            builder.addConversation("", "q" + i % 200, "a");
        }
        Split split = builder.build().split(RATIOS);
        assertThat(sides(split)).hasSize(200);
        assertThat(split.train().size() % 2).isZero();
    }

    @Test
    void byTime_test_isTheNewest() {
        Split split = numbered(100).split(SplitPlan.byTime(RATIOS, SplitTest::number));
        assertThat(split.test().examples()).allMatch(example -> !number(example).isBefore(Instant.ofEpochSecond(90)));
        assertThat(split.train().size()).isEqualTo(80);
    }

    @Test
    void minimumAndMaximum_areKeptOrRefused() {
        Split split = numbered(40).split(SplitPlan.exact(RATIOS).minimum(10).maxValidation(10));
        assertThat(split.test().size()).isEqualTo(10);
        assertThat(numbered(1000)
                        .split(SplitPlan.exact(RATIOS).maxValidation(5))
                        .validation()
                        .size())
                .isEqualTo(5);
        assertThatThrownBy(() -> numbered(20).split(SplitPlan.exact(RATIOS).minimum(10)))
                .isInstanceOf(UnsplittableDatasetException.class);
        assertThatThrownBy(() -> numbered(20).split(SplitPlan.stable(RATIOS).minimum(10)))
                .isInstanceOf(UnsplittableDatasetException.class);
    }

    @Test
    void maximumValidationBySize_exactAndByTime_movesWholeGroupsToTrain() {
        Dataset dataset = numbered(1000);
        for (SplitPlan plan : List.of(SplitPlan.exact(RATIOS), SplitPlan.byTime(RATIOS, SplitTest::number))) {
            Split split = dataset.split(plan.groupBy(example -> Optional.of("g" + row(example) / 3))
                    .maxValidation(example -> 10, 1_000_000, 0.05));

            assertThat(split.validation().size()).isBetween(38, 42);
            assertThat(split.train().size() + split.validation().size()).isBetween(897, 903);
            assertThat(threes(split.train())).doesNotContainAnyElementsOf(threes(split.validation()));
        }
        assertThat(dataset.split(SplitPlan.exact(RATIOS).maxValidation(example -> 10, 55, 1))
                        .validation()
                        .size())
                .isEqualTo(5);
    }

    @Test
    void maximumValidationBySize_stable_leavesOutAndMovesNothing() {
        Dataset dataset = numbered(1000);
        SplitPlan stable = SplitPlan.stable(RATIOS);
        Split free = dataset.split(stable);

        Split capped = dataset.split(stable.maxValidation(example -> 1, 30, 1));

        assertThat(capped.train().examples()).isEqualTo(free.train().examples());
        assertThat(capped.test().examples()).isEqualTo(free.test().examples());
        assertThat(capped.validation().examples())
                .hasSize(30)
                .isSubsetOf(free.validation().examples());
        assertThatThrownBy(
                        () -> StreamedPreparation.of(stable.maxValidation(example -> 1, 30, 1), ChatMessages.format()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one pass");
        assertThatThrownBy(() -> stable.maxValidation(example -> 1, -1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stable.maxValidation(example -> 1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int row(Example example) {
        return Integer.parseInt(example.messages().get(0).text().replaceAll("\\D", ""));
    }

    private static Set<Integer> threes(Dataset part) {
        Set<Integer> groups = new HashSet<>();
        part.forEach(example -> groups.add(row(example) / 3));
        return groups;
    }

    @Test
    void split_fewOrNoExamples_loseNothing() {
        for (int n = 0; n < 12; n++) {
            Split split = numbered(n).split(RATIOS);
            assertThat(split.train().size()
                            + split.validation().size()
                            + split.test().size())
                    .isEqualTo(n);
        }
    }

    private static Dataset numbered(int size) {
        DatasetBuilder builder = Dataset.builder("numbered");
        for (int i = 0; i < size; i++) {
            builder.addConversation("", "q" + i, "a");
        }
        return builder.build();
    }

    private static Instant number(Example example) {
        return Instant.ofEpochSecond(
                Long.parseLong(example.messages().get(0).text().substring(1)));
    }

    private static Map<String, String> sides(Split split) {
        Map<String, String> sides = new HashMap<>();
        for (Split.Part part : Split.Part.values()) {
            Dataset side = split.part(part);
            side.forEach(example -> {
                String other = sides.put(example.messages().get(0).text(), side.name());
                assertThat(other).isIn(null, side.name());
            });
        }
        return sides;
    }

    private static Set<String> groups(Dataset part) {
        Set<String> groups = new HashSet<>();
        part.forEach(example -> groups.add(example.info().group().orElseThrow()));
        return groups;
    }
}
