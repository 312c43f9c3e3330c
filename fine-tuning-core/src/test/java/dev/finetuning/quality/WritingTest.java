package dev.finetuning.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.format.writing.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WritingTest {
    @Test
    void writing_otherScriptAndLanguage_areOutliers() {
        List<ChatExample> examples = new ArrayList<>(IntStream.range(0, 30)
                .mapToObj(i -> chat(
                        "What is the status of my order number " + i + " and when will it arrive?",
                        "It is on the way to you and should be there in two days."))
                .toList());
        examples.add(chat("Где мой заказ и когда его доставят?", "Ваш заказ будет доставлен через два дня."));
        examples.add(chat(
                "Wo ist meine Bestellung und wann kommt sie an?",
                "Sie ist auf dem Weg zu Ihnen und wird in zwei Tagen mit der Post da sein."));
        examples.add(chat("print(x)", "ok"));

        QualityReport report = Checks.none().with(PopulationChecks.writing()).run(examples);

        assertThat(report.findings())
                .extracting(finding -> finding.code() + " " + finding.origin().row())
                .containsExactly("script_outlier 31", "language_outlier 32");
        assertThat(report.findings("language_outlier").get(0).message()).contains("german", "english");
    }

    @Test
    void writing_mixedDataset_hasNoOutliers() {
        List<ChatExample> examples = IntStream.range(0, 60)
                .mapToObj(i -> i % 2 == 0
                        ? chat("What is it and where is the one that you have?", "It is here and not there.")
                        : chat("Что это такое и где оно находится сейчас?", "Оно здесь, а не там."))
                .toList();

        assertThat(Checks.none().with(PopulationChecks.writing()).run(examples).findings())
                .isEmpty();
    }

    @Test
    void tokenLimit_questionFillsIt_leavesNothingToTrainOn() {
        ChatExample answerCut = chat("q".repeat(5), "a".repeat(50));
        ChatExample nothingLeft = chat("q".repeat(50), "a");
        QualityReport report = Checks.none()
                .tokenLimit(
                        example -> example.messages().stream()
                                .mapToLong(message -> message.text().length())
                                .sum(),
                        20)
                .run(List.of(answerCut, nothingLeft, chat("q", "a")));

        assertThat(report.findings())
                .extracting(finding -> finding.code() + " " + finding.origin().row())
                .containsExactly("token_limit 1", "token_limit 2", "nothing_left_to_train_on 2");
    }

    @Test
    void compatibilityMatrix_everyTarget_saysWhatItRefusesAndWhy() {
        List<ChatExample> examples = new ArrayList<>(
                IntStream.range(0, 12).mapToObj(i -> chat("q" + i, "a")).toList());
        examples.add(ChatExample.of(Message.user("no answer")));
        examples.add(ChatExample.of(
                Message.user("q"), Message.user("again"), Message.assistant("a").withWeight(1.0)));

        CompatibilityMatrix matrix = CompatibilityMatrix.of(examples, Target.forConversations());

        assertThat(matrix.rows()).hasSameSizeAs(Target.forConversations());
        CompatibilityMatrix.Row first = matrix.rows().get(0);
        assertThat(first.accepted()).isEqualTo(13);
        assertThat(first.refusals().get(0).first())
                .extracting(origin -> origin.row())
                .containsExactly(13L);
        assertThat(matrix.rows().stream()
                        .mapToLong(CompatibilityMatrix.Row::refused)
                        .max())
                .hasValue(2);
        assertThat(matrix.rows())
                .allSatisfy(row -> assertThat(row.accepted() + row.refused()).isEqualTo(14));
        assertThat(matrix.table().lines()).hasSize(10).first().asString().contains("Target", "accepted", "refused");
        assertThat(matrix.table()).contains("(row 13)");
    }

    private static ChatExample chat(String question, String answer) {
        return ChatExample.of(Message.user(question), Message.assistant(answer));
    }
}
