package dev.finetuning.quality;

import dev.finetuning.CpuGrowth;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.TextExample;
import dev.finetuning.format.writing.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A dataset is tried against every target in twice the time for twice the examples. */
class LinearCompatibilityTest {
    @Test
    void of_twiceTheExamples_takesTwiceTheWork() {
        CpuGrowth.assertLinear("good, bad and refused", 3_000, size -> {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                examples.add(
                        switch (i % 4) {
                            case 0 -> ChatExample.of(Message.user("question " + i));
                            case 1 -> new TextExample("text " + i, ExampleInfo.NONE);
                            case 2 -> ChatExample.of(Message.user("the same"), Message.assistant("the same"));
                            default -> ChatExample.of(Message.user("question " + i), Message.assistant("answer"));
                        });
            }
            return () ->
                    CompatibilityMatrix.of(examples, Target.forConversations()).table();
        });
    }
}
