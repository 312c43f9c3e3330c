package dev.finetuning.quality.pii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.Secret;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.QualityReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PersonalDataTest {
    private static final PersonalData DATA = PersonalData.of(PiiDetector.standard());

    @Test
    void redact_text_replacesEachByItsEntity() {
        assertThat(DATA.redact("Write to ann@example.com or call +1 415-555-2671."))
                .isEqualTo("Write to <EMAIL_ADDRESS> or call <PHONE_NUMBER>.");
    }

    @Test
    void pseudonymise_sameValue_getsTheSamePseudonymUnderOneKeyOnly() {
        Secret key = Secret.of("first-key");
        String spaced = DATA.pseudonymise("4242 4242 4242 4242", key);

        assertThat(DATA.pseudonymise("4242424242424242", key)).isEqualTo(spaced).startsWith("<CREDIT_CARD-");
        assertThat(DATA.pseudonymise("4242424242424242", Secret.of("second-key")))
                .isNotEqualTo(spaced);
        assertThat(DATA.pseudonymise("5555555555554444", key)).isNotEqualTo(spaced);
        assertThat(DATA.pseudonymise(spaced, key)).as("a second run").isEqualTo(spaced);
    }

    @Test
    void check_message_reportsPlaceButNotContent() {
        ChatExample example = ChatExample.of(Message.user("I am ann@example.com"), Message.assistant("Hello Ann"));

        QualityReport report = Checks.none().with(DATA.check()).run(List.of(example));

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("pii_email_address");
            assertThat(finding.pointer()).isEqualTo("/messages/0/content");
            assertThat(finding.toString()).doesNotContain("ann@");
        });
        assertThat(DATA.in(example)).isTrue();
        assertThat(DATA.in(DATA.redact(example))).isFalse();
    }

    @Test
    void redact_cleanExample_isTheSameInstance() {
        ChatExample example = ChatExample.of(Message.user("Hi"), Message.assistant("Hello"));

        assertThat(DATA.redact(example)).isSameAs(example);
    }

    @Test
    void redact_argumentsOfACall_stayJson() {
        String arguments = "{\"card\":4111111111111111,\"to\":[\"x\\nann@example.com\"],\"ann\\u0040example.com\":1.5}";
        Message call = Message.assistant(List.of(new ToolCall(Optional.of("c"), "pay", arguments, Map.of())));

        ChatExample redacted = (ChatExample) DATA.redact(ChatExample.of(Message.user("pay"), call));

        assertThat(redacted.messages().get(1).toolCalls().get(0).arguments())
                .isEqualTo("{\"card\":\"<CREDIT_CARD>\",\"to\":[\"x\\n<EMAIL_ADDRESS>\"],\"<EMAIL_ADDRESS>\":1.5}");
    }

    @Test
    void redact_argumentsThatAreNoJson_areRedactedAsTheyStand() {
        Message call =
                Message.assistant(List.of(new ToolCall(Optional.of("c"), "pay", "to=ann@example.com", Map.of())));

        assertThat(DATA.redact(ChatExample.of(Message.user("pay"), call))
                        .messages()
                        .get(1)
                        .toolCalls()
                        .get(0)
                        .arguments())
                .isEqualTo("to=<EMAIL_ADDRESS>");
    }

    @Test
    void withPatternAndRecogniser_findTheirOwn() {
        PiiDetector detector = PiiDetector.standard()
                .without("URL")
                .withPattern("EMPLOYEE_ID", "E-\\d{6}")
                .with(text -> text.contains("Ann")
                        ? List.of(new PiiSpan("PERSON", text.indexOf("Ann"), text.indexOf("Ann") + 3))
                        : List.of());

        assertThat(detector.find("Ann, E-123456, https://example.com"))
                .containsExactly(new PiiSpan("PERSON", 0, 3), new PiiSpan("EMPLOYEE_ID", 5, 13));
        assertThatThrownBy(() -> PiiDetector.standard().withPattern("X", "(?<=a)b"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
