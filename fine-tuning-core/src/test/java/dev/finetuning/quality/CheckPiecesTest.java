package dev.finetuning.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.OrderNeededException;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CheckPiecesTest {
    /** What nearly every dataset holds: repetitions, other wordings, contradictions, an odd category. */
    private static List<Example> examples(int size, long seed) {
        Random random = new Random(seed);
        List<Example> examples = new ArrayList<>();
        for (int row = 1; row <= size; row++) {
            String question = "Where is order " + random.nextInt(12) + (random.nextInt(3) == 0 ? "?" : " ?");
            String answer = random.nextInt(9) == 0 ? "no ".repeat(400) : "It left yesterday " + random.nextInt(3);
            List<Message> messages = new ArrayList<>();
            messages.add(Message.system(random.nextInt(5) == 0 ? "Be brief." : "Be kind."));
            messages.add(Message.user(random.nextBoolean() ? question : question.toUpperCase(java.util.Locale.ROOT)));
            messages.add(Message.assistant(answer));
            examples.add(new ChatExample(
                    messages,
                    List.of(),
                    new ExampleInfo(
                            random.nextInt(40) == 0
                                    ? java.util.Map.of(ExampleInfo.CATEGORY, "rare")
                                    : java.util.Map.of(),
                            Provenance.human(new Origin("some.jsonl", row, row)))));
        }
        return examples;
    }

    @Test
    void pieces_ofAllThoroughChecks_findTheSameInTheSameOrder() {
        Checks checks = Checks.thorough()
                .withSeverity("duplicate_example", Severity.INFO)
                .without("few_examples");
        for (int size : new int[] {0, 1, 7, 90, 400}) {
            List<Example> examples = examples(size, size);
            List<Finding> alone = checks.run(examples).findings();

            assertThat(InPieces.findings(checks.pieces(), examples, 7)).isEqualTo(alone);
            assertThat(size < 90 || alone.size() > 20).isTrue();
        }
    }

    @Test
    void pieces_withACheckThatNeedsOrder_areRefusedByName() {
        Check order = findings -> example -> {};

        assertThatThrownBy(() -> Checks.standard().with(order).pieces())
                .isInstanceOfSatisfying(
                        OrderNeededException.class,
                        refused -> assertThat(refused.what()).startsWith("Check 8 of 8"));
    }
}
