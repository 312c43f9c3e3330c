package consumer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.junit.RegressionCheck;
import dev.finetuning.eval.junit.RegressionExtension;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RegressionExtension.class)
class RegressionTest {
    private static final List<TestCase> CASES = IntStream.range(0, 40)
            .mapToObj(i -> TestCase.of("question " + i, "answer"))
            .toList();

    private static Evaluation of(String model, String answer) {
        return Evaluator.of(new ExactMatch()).evaluate(CASES, ScriptedChatModel.answering(model, answer));
    }

    @RepeatedTest(2)
    void against_asGood_passes(RegressionCheck check) throws IOException {
        check.against(of("old", "answer"), of("new", "answer"));
    }

    @Test
    void against_worse_fails(RegressionCheck check) {
        assertThatThrownBy(() -> check.against(of("old", "answer"), of("new", "no idea")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("new is worse than old by ExactMatch");
    }
}
