package dev.finetuning.quality.near;

import dev.finetuning.CpuGrowth;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.quality.Checks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of words in common are found in twice the time for twice the examples, or for longer texts. */
class LinearOverlapTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void look_twiceTheExamples_takesTwiceTheWork(boolean leaked) {
        CpuGrowth.assertLinear(leaked ? "all leaked" : "none leaked", 2_000, size -> {
            List<Example> training = examples("train", size);
            List<Example> test = examples(leaked ? "train" : "test", size);
            return () -> Checks.none().with(Overlap.with(test, 8, 0.7).check()).run(training);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"word ", "a b ", "\u4e16\u754c", "\ud83d\ude00 ", "- ", " "})
    void look_textOfTwiceTheLength_takesTwiceTheWork(String piece) {
        CpuGrowth.assertLinear("repeated \"" + piece + "\"", 100_000, size -> {
            List<Example> examples =
                    List.of(ChatExample.of(Message.user("q"), Message.assistant(piece.repeat(size / piece.length()))));
            return () -> Checks.none().with(Overlap.with(examples).check()).run(examples);
        });
    }

    private static List<Example> examples(String name, int number) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = 0; k < 40; k++) {
                text.append(name).append(i * 31 + k).append(' ');
            }
            examples.add(ChatExample.of(Message.user("q"), Message.assistant(text.toString())));
        }
        return examples;
    }
}
