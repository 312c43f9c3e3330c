package dev.finetuning.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.CpuGrowth;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.TextExample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffCountsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void between_anyTwoVersions_countsWhatTheDifferenceLists(long seed) {
        Random random = new Random(seed);
        List<Example> earlier = examples(random);
        List<Example> later = new ArrayList<>(earlier);
        later.removeIf(example -> random.nextInt(4) == 0);
        later.addAll(examples(random));

        DatasetDiff listed = DatasetDiff.between(dataset(earlier), dataset(later));

        assertThat(DiffCounts.between(earlier, later))
                .isEqualTo(new DiffCounts(
                        listed.added().size(),
                        listed.removed().size(),
                        listed.changed().size(),
                        listed.unchanged()));
    }

    @Test
    void between_versionsFullOfCopies_takesTimeInProportion() {
        Example copied = ChatExample.of(Message.user("question"), Message.assistant("answer"));
        CpuGrowth.assertLinear("copies of one example", 2_000, size -> {
            List<Example> copies = Collections.nCopies(size, copied);
            return () ->
                    assertThat(DiffCounts.between(copies, List.of()).removed()).isEqualTo(size);
        });
    }

    /** Few questions and answers, so that some repeat and some have another answer; some have no question. */
    private static List<Example> examples(Random random) {
        List<Example> examples = new ArrayList<>();
        int size = random.nextInt(60);
        for (int i = 0; i < size; i++) {
            Message answer = Message.assistant("answer " + random.nextInt(3));
            examples.add(
                    switch (random.nextInt(8)) {
                        case 0 -> new TextExample("text " + random.nextInt(3), ExampleInfo.NONE);
                        case 1 -> ChatExample.of(answer);
                        default -> ChatExample.of(Message.user("question " + random.nextInt(12)), answer);
                    });
        }
        return examples;
    }

    private static Dataset dataset(List<Example> examples) {
        DatasetBuilder data = Dataset.builder("data");
        examples.forEach(data::add);
        return data.build();
    }
}
