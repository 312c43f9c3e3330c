package dev.finetuning.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.TextExample;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.source.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreparedLineTest {
    private static final SplitPlan PLAN = SplitPlan.stable(SplitRatios.of(0.8, 0.1, 0.1));

    private static List<Example> examples() {
        return IntStream.range(0, 200)
                .<Example>mapToObj(i -> new ChatExample(
                        List.of(Message.user("question " + i), Message.assistant("answer " + i)),
                        List.of(),
                        ExampleInfo.NONE))
                .toList();
    }

    @Test
    void making_parts_areThoseOfTheSplit() {
        Function<Example, PreparedLine> making = PreparedLine.making(PLAN, ChatMessages.format());
        DatasetBuilder builder = Dataset.builder("some");
        examples().forEach(builder::add);
        Split split = builder.build().split(PLAN);
        for (Split.Part part : Split.Part.values()) {
            assertThat(examples().stream()
                            .filter(example -> making.apply(example).part() == part))
                    .containsExactlyElementsOf(split.part(part).examples());
        }
    }

    @Test
    void ascending_ofSortedHashes_isTheFingerprintOfAll() {
        Function<Example, PreparedLine> making = PreparedLine.making(PLAN, ChatMessages.format());
        Fingerprint.Ascending ascending = new Fingerprint.Ascending();
        byte[][] hashes = examples().stream()
                .map(example -> making.apply(example).fingerprint())
                .sorted(Arrays::compareUnsigned)
                .toArray(byte[][]::new);
        for (byte[] hash : hashes) {
            ascending.add(hash);
        }

        assertThat(ascending.end()).isEqualTo(Fingerprint.of(examples()));
        assertThat(new Fingerprint.Ascending().end()).isEqualTo(Fingerprint.of(List.<Example>of()));
        Fingerprint.Ascending disordered = new Fingerprint.Ascending();
        disordered.add(hashes[1]);
        assertThatThrownBy(() -> disordered.add(hashes[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void making_lineAndRejection_oneOfThem() {
        Function<Example, PreparedLine> making = PreparedLine.making(PLAN, ChatMessages.format());
        PreparedLine line = making.apply(examples().get(0));

        assertThat(new String(line.line(), StandardCharsets.UTF_8))
                .contains("question 0")
                .endsWith("}\n");
        assertThat(line.rejection()).isEmpty();
        assertThat(making.apply(new TextExample("text", ExampleInfo.NONE)).rejection())
                .map(RejectedRecord::code)
                .contains("unwritable");
    }

    @Test
    void making_withAPlanThatNeedsAllExamples_isRefused() {
        assertThatThrownBy(
                        () -> PreparedLine.making(SplitPlan.exact(SplitRatios.of(0.8, 0.2, 0)), ChatMessages.format()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
