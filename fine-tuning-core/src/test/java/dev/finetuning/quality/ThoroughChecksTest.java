package dev.finetuning.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThoroughChecksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello {{name}}",
                "I am {{ author }}.",
                "Dear <insert name here>",
                "[Your Name]",
                "noinput",
                "Name a fruit.\nnoinput",
                "<noinput>",
                "Lorem ipsum"
            })
    void placeholders_leftInText_areFound(String text) {
        assertThat(codes(TextChecks.placeholders(), chat(text, "fine"))).containsExactly("unfilled_placeholder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": {\"b\": 1}}",
                "if (a < b) return list[0];",
                "no input is needed",
                "<b>your</b>",
                "array[your]"
            })
    void placeholders_codeAndProse_areNotFound(String text) {
        assertThat(codes(TextChecks.placeholders(), chat(text, "fine"))).isEmpty();
    }

    @Test
    void secrets_keysInText_areFoundWithoutBeingShown() {
        // assembled here, so that scanners of this repository do not stumble over them
        String key = "AKIA" + "IOSFODNN7EXAMPLE";
        QualityReport report = Checks.none().with(TextChecks.secrets()).run(List.of(chat("use " + key, "ok")));

        assertThat(report.findings())
                .singleElement()
                .satisfies(f -> assertThat(f.toString()).doesNotContain("IOSF"));
        assertThat(codes(TextChecks.secrets(), chat("-----BEGIN RSA " + "PRIVATE KEY-----", "ok")))
                .hasSize(1);
        assertThat(codes(TextChecks.secrets(), chat("ask-me-anything and disk-usage", "ok")))
                .isEmpty();
    }

    @Test
    void refusals_boilerplate_isFoundInAnswersOnly() {
        assertThat(codes(TextChecks.refusals(), chat("Help", "I\u2019m sorry, but I can\u2019t help with that.")))
                .containsExactly("boilerplate_refusal");
        assertThat(codes(TextChecks.refusals(), chat("As an AI model, can you?", "Yes.")))
                .isEmpty();
    }

    @Test
    void contradictions_sameQuestionOtherAnswer_namesBothRows() {
        QualityReport report = Checks.none()
                .with(PopulationChecks.contradictions())
                .run(List.of(
                        chat("Open on Sunday?", "Yes"), chat("open on sunday", "No"), chat("Open on Sunday?", "Yes.")));

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.origin().row()).isEqualTo(2);
            assertThat(finding.message()).contains("row 1");
        });
    }

    @Test
    void systemPrompts_minority_isReportedOnce() {
        List<ChatExample> examples = new ArrayList<>(IntStream.range(0, 8)
                .mapToObj(
                        i -> ChatExample.of(Message.system("Be kind."), Message.user("q" + i), Message.assistant("a")))
                .toList());
        examples.add(ChatExample.of(Message.system("Be rude."), Message.user("q"), Message.assistant("a")));

        assertThat(Checks.none()
                        .with(PopulationChecks.systemPrompts())
                        .run(examples)
                        .findings("inconsistent_system_prompt"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.origin().row()).isEqualTo(9));
    }

    @Test
    void population_lopsidedAndLong_isReported() {
        List<ChatExample> examples = new ArrayList<>(IntStream.range(0, 40)
                .mapToObj(i -> category(chat("question " + i, "answer"), "common"))
                .toList());
        examples.add(category(chat("x".repeat(10_000), "answer"), "rare"));

        QualityReport report = Checks.none()
                .with(PopulationChecks.categoryBalance(10), PopulationChecks.lengthOutliers(20))
                .run(examples);

        assertThat(report.counts()).containsOnlyKeys("category_imbalance", "length_outlier");
        assertThat(report.findings("length_outlier").get(0).origin().row()).isEqualTo(41);
    }

    @ParameterizedTest
    @CsvSource({"2, true", "3.5, false", "good, false"})
    void feedback_belowTheLeast_isReported(String score, boolean reported) {
        ChatExample example = chat("q", "a");
        QualityReport report = Checks.none()
                .with(PopulationChecks.feedback("score", 3))
                .run(List.of(example.withInfo(example.info().withMetadata("score", score))));

        assertThat(report.count("low_feedback") > 0).isEqualTo(reported);
    }

    @Test
    void images_wrongPlaceKindOrNumber_areReported() {
        assertThat(codes(StructureChecks.images(1, 1_000), picture(Role.ASSISTANT, "https://example.com/a.png")))
                .containsExactly("image_not_from_user");
        assertThat(codes(StructureChecks.images(1, 1_000), picture(Role.USER, "ftp://example.com/a.png")))
                .containsExactly("image_url_invalid");
        assertThat(codes(StructureChecks.images(1, 1_000), picture(Role.USER, "data:image/gif;base64,AAAA")))
                .containsExactly("image_kind_unsupported");
        assertThat(codes(
                        StructureChecks.images(1, 1_000),
                        picture(Role.USER, "data:image/png;base64," + "A".repeat(2_000))))
                .containsExactly("image_too_large");
        assertThat(codes(StructureChecks.images(0, 1_000), picture(Role.USER, "https://example.com/a.png")))
                .containsExactly("too_many_images");
    }

    private static ChatExample picture(Role role, String url) {
        Message message = Message.of(role, "").withContent(Content.of(List.of(Content.Part.imageUrl(url))));
        return ChatExample.of(message, Message.assistant("fine"));
    }

    private static ChatExample category(ChatExample example, String category) {
        return example.withInfo(example.info().withMetadata("category", category));
    }

    private static ChatExample chat(String question, String answer) {
        return ChatExample.of(Message.user(question), Message.assistant(answer));
    }

    private static List<String> codes(Check check, ChatExample example) {
        return Checks.none().with(check).run(List.of(example)).findings().stream()
                .map(Finding::code)
                .toList();
    }
}
