package dev.finetuning.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.testing.ScriptedChatModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaselinesTest {
    private static final List<ChatExample> TRAINING = List.of(
            example("my card is lost", "card"),
            example("the card does not arrive", "card"),
            example("transfer has not arrived yet", "transfer"));

    private static ChatExample example(String question, String answer) {
        return ChatExample.of(Message.system("Label it."), Message.user(question), Message.assistant(answer));
    }

    @Test
    void majority_anyQuestion_givesTheMostFrequentAnswer() {
        assertThat(Baselines.majority(TRAINING).ask(ChatRequest.of("anything")).text())
                .isEqualTo("card");
    }

    @Test
    void nearest_question_givesTheAnswerOfTheNearestExample() {
        assertThat(Baselines.nearest(TRAINING)
                        .ask(ChatRequest.of("has my transfer arrived"))
                        .text())
                .isEqualTo("transfer");
    }

    @Test
    void nearestShots_question_putsTheNearestExampleLastBeforeIt() {
        ScriptedChatModel base = ScriptedChatModel.echo("base");
        List<Message> question = List.of(Message.system("Label it."), Message.user("has the transfer arrived"));

        Baselines.nearestShots(base, TRAINING, 2).ask(ChatRequest.of(question));

        assertThat(base.asked().get(0).messages())
                .extracting(Message::text)
                .containsExactly(
                        "Label it.",
                        "the card does not arrive",
                        "card",
                        "transfer has not arrived yet",
                        "transfer",
                        "has the transfer arrived");
    }

    @Test
    void fewShot_sameSeed_putsTheSameExamplesBeforeEveryQuestion() {
        ScriptedChatModel base = ScriptedChatModel.echo("base");

        Baselines.fewShot(base, TRAINING, 2, 7).ask(ChatRequest.of("one"));
        Baselines.fewShot(base, TRAINING, 2, 7).ask(ChatRequest.of("one"));

        assertThat(base.asked().get(0)).isEqualTo(base.asked().get(1));
        assertThat(base.asked().get(0).messages()).hasSize(5);
    }

    @Test
    void fewShot_tooFewExamples_saysHowManyThereAre() {
        assertThatThrownBy(() -> Baselines.fewShot(ScriptedChatModel.echo("base"), TRAINING, 4, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are 3");
    }
}
