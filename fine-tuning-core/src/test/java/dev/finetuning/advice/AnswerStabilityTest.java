package dev.finetuning.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerStabilityTest {
    private static ChatExample example(String question, String answer) {
        return ChatExample.of(Message.user(question), Message.assistant(answer));
    }

    @Test
    void of_repeatedQuestions_countsThoseWithOtherAnswers() {
        AnswerStability found = AnswerStability.of(List.of(
                example("Where is my parcel?", "delivery"),
                example("Where is my parcel?", "delivery"),
                example("where is my parcel", "delivery"),
                example("Where is my parcel?", "returns"),
                example("How much is it?", "billing")));

        assertThat(found).isEqualTo(new AnswerStability(5, 3, 1));
        assertThat(found.contradictoryShare()).isEqualTo(1.0 / 3);
    }

    @Test
    void of_noQuestionTwice_saysNothing() {
        AnswerStability found = AnswerStability.of(List.of(example("a", "b"), example("c", "d")));

        assertThat(found.repeated()).isZero();
        assertThat(found.contradictoryShare()).isZero();
    }

    @Test
    void new_impossibleNumbers_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AnswerStability(5, 6, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new AnswerStability(5, 2, 3));
    }
}
