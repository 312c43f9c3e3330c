package dev.finetuning.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {
    private static final Message SYSTEM = Message.system("Be kind.");

    @ParameterizedTest
    @CsvSource({"9, too_few_examples, ERROR", "10, few_examples, WARNING", "99, few_examples, WARNING"})
    void run_fewExamples_reportsTheSize(int size, String code, Severity severity) {
        QualityReport report = Checks.standard().run(distinct(size));

        assertThat(report.findings()).extracting(Finding::code).containsExactly(code);
        assertThat(report.count(severity)).isEqualTo(1);
    }

    @Test
    void run_hundredGoodExamples_findsNothing() {
        QualityReport report = Checks.standard().run(distinct(100));

        assertThat(report.findings()).isEmpty();
        assertThat(report.hasErrors()).isFalse();
        assertThat(report.requireNoErrors().examples()).isEqualTo(100);
    }

    @Test
    void independent_duplicateAndExampleWithoutAnswer_findsOnlyWhatOneExampleShows() {
        List<Example> examples = new ArrayList<>(distinct(100));
        examples.addAll(distinct(1));
        examples.add(chat(Message.user("nobody answers")));

        QualityReport report = Checks.thorough().independent().run(examples);

        assertThat(report.counts())
                .containsEntry("example_missing_assistant_message", 1L)
                .doesNotContainKeys("duplicate_example", "differing_system_prompts");
        assertThat(report.examples()).isEqualTo(102);
        assertThat(Checks.thorough().run(examples).counts()).containsKey("duplicate_example");
    }

    @Test
    void run_duplicate_namesBothRows() {
        List<Example> examples = new ArrayList<>(distinct(100));
        examples.add(chat(SYSTEM, Message.user("question 7"), Message.assistant("answer 7")));

        QualityReport report = Checks.standard().run(examples);

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("duplicate_example");
            assertThat(finding.origin().row()).isEqualTo(101);
            assertThat(finding.message()).contains("row 8");
        });
    }

    @Test
    void run_brokenStructure_collectsEverything() {
        assertThat(codes(chat(Message.user("Hello?"))))
                .contains(
                        "too_few_messages",
                        "last_message_not_assistant",
                        "example_missing_assistant_message",
                        "missing_system_message");
        assertThat(codes(chat())).containsExactly("missing_messages_list");
        assertThat(codes(chat(SYSTEM, Message.assistant("Hi"))))
                .containsExactly("missing_user_message", "first_message_not_user");
        assertThat(codes(chat(SYSTEM, Message.user(" \n"), Message.assistant("Hi"))))
                .containsExactly("empty_content");
        assertThat(codes(chat(SYSTEM, Message.user("a").withoutContent(), Message.assistant("Hi"))))
                .containsExactly("missing_content");
        assertThat(codes(chat(Message.user("a"), SYSTEM, Message.assistant("Hi"))))
                .containsExactly("misplaced_system_message");
        assertThat(codes(chat(SYSTEM, Message.user("a"), Message.user("b"), Message.assistant("Hi"))))
                .containsExactly("roles_not_alternating");
    }

    @Test
    void run_findingOnMessage_carriesIndexAndPointer() {
        QualityReport report = Checks.none()
                .with(StructureChecks.messages())
                .run(List.of(chat(SYSTEM, Message.user(""), Message.assistant("Hi"))));

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.messageIndex()).hasValue(1);
            assertThat(finding.pointer()).isEqualTo("/messages/1/content");
            assertThat(finding.remedy()).isNotBlank();
        });
    }

    @Test
    void run_imageOnlyContent_isNotEmpty() {
        Message picture =
                Message.user("").withContent(Content.of(List.of(Content.Part.imageUrl("https://example.com/a.png"))));

        assertThat(codes(chat(SYSTEM, picture, Message.assistant("A cat.")))).isEmpty();
    }

    @Test
    void run_weights_mustBeZeroOrOneAndLeaveSomething() {
        assertThat(codes(chat(SYSTEM, Message.user("a"), Message.assistant("b").withWeight(0.5))))
                .containsExactly("weight_out_of_range");
        assertThat(codes(chat(SYSTEM, Message.user("a").withWeight(1.0), Message.assistant("b"))))
                .containsExactly("weight_on_other_role");
        assertThat(codes(chat(SYSTEM, Message.user("a"), Message.assistant("b").withWeight(0.0))))
                .containsExactly("nothing_to_train_on");
    }

    @Test
    void run_preference_judgesEachAnswer() {
        Example pair = new PreferenceExample(
                List.of(SYSTEM, Message.user("a")), List.of(Message.user("b")), List.of(), List.of(), ExampleInfo.NONE);

        assertThat(codes(pair))
                .containsExactly(
                        "example_missing_assistant_message", "last_message_not_assistant", "missing_messages_list");
    }

    @Test
    void run_prompt_mustNotEndWithTheAssistant() {
        Example prompt = new PromptExample(
                List.of(SYSTEM, Message.user("a"), Message.assistant("b")), List.of(), Map.of(), ExampleInfo.NONE);

        assertThat(codes(prompt)).containsExactly("last_message_not_user");
    }

    @Test
    void run_toolCalls_mustBeDeclaredAnsweredAndFit() {
        Map<String, Object> schema = Map.of(
                "type", "object",
                "properties", Map.of("height", Map.of("type", "integer", "maximum", 100)),
                "required", List.of("height"));
        ToolCall good = ToolCall.of("c1", "fly", "{\"height\": 10}");

        assertThat(codes(calling(schema, List.of(good), "c1"))).isEmpty();
        assertThat(codes(calling(schema, List.of(good), "c2")))
                .containsExactly("tool_answer_without_call", "tool_call_unanswered");
        assertThat(codes(calling(schema, List.of(ToolCall.of("c1", "fly", "{}")), "c1")))
                .containsExactly("tool_arguments_invalid");
        assertThat(codes(calling(schema, List.of(ToolCall.of("c1", "fly", "{\"height\": 1e3}")), "c1")))
                .containsExactly("tool_arguments_invalid");
        assertThat(codes(calling(schema, List.of(ToolCall.of("c1", "fly", "{\"height\": 'x'")), "c1")))
                .containsExactly("tool_arguments_not_json");
        assertThat(codes(calling(schema, List.of(ToolCall.of("c1", "dive", "{}")), "c1")))
                .containsExactly("unknown_tool");
        assertThat(codes(calling(schema, List.of(good, good), "c1"))).containsExactly("duplicate_tool_call_id");
        assertThat(codes(calling(schema, List.of(ToolCall.of("fly", "{\"height\": 1}")), "c1")))
                .containsExactly("tool_call_missing_id");
    }

    @Test
    void tokenLimit_longExample_saysWhatWouldBeCut() {
        QualityReport report = Checks.none()
                .tokenLimit(example -> example.messages().size() * 40L, 100)
                .run(distinct(1));

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("token_limit");
            assertThat(finding.message()).contains("120").contains("100").contains("last 20");
        });
    }

    @Test
    void withSeverityAndWithout_changeTheJudgement() {
        Checks lenient = Checks.standard()
                .withSeverity("too_few_examples", Severity.WARNING)
                .without("missing_system_message");

        QualityReport report = lenient.run(List.of(chat(Message.user("a"), Message.assistant("b"))));

        assertThat(report.hasErrors()).isFalse();
        assertThat(report.counts()).containsOnlyKeys("too_few_examples");
    }

    @Test
    void keepAtMost_manyFindings_countsAllKeepsFew() {
        QualityReport report = Checks.none()
                .with(StructureChecks.messages())
                .keepAtMost(3)
                .run(IntStream.range(0, 50).mapToObj(i -> chat()).toList());

        assertThat(report.findings()).hasSize(3);
        assertThat(report.count("missing_messages_list")).isEqualTo(50);
        assertThat(report.omitted()).isEqualTo(47);
    }

    @Test
    void requireNoErrors_errors_throwsWithSummary() {
        QualityReport report = Checks.standard().run(distinct(2));

        assertThatThrownBy(report::requireNoErrors)
                .isInstanceOf(UnacceptableDatasetException.class)
                .hasMessageContaining("too_few_examples");
    }

    @Test
    void leaks_sameQuestion_isFoundExactlyAndNormalised() {
        List<ChatExample> training = List.of(
                chat(Message.user("I don't live in the UK.  Can I get a card?"), Message.assistant("yes")),
                chat(Message.user("Where is my card?"), Message.assistant("a")));
        List<ChatExample> test = List.of(
                chat(Message.user("where is my CARD"), Message.assistant("b")),
                chat(Message.user("I don't live in the UK. Can I get a card? "), Message.assistant("no")),
                chat(Message.user("Something else"), Message.assistant("a")));

        List<Finding> leaks = DuplicateChecks.leaks(training, numbered(test));

        assertThat(leaks).extracting(Finding::code).containsExactly("leaked_normalised", "leaked_example");
        assertThat(leaks).extracting(leak -> leak.origin().row()).containsExactly(1L, 2L);
    }

    @Test
    void normalised_caseAndPunctuation_isNearIdentical() {
        QualityReport report = Checks.none()
                .with(DuplicateChecks.normalised())
                .run(List.of(
                        chat(Message.user("Hello, world!"), Message.assistant("x")),
                        chat(Message.user("hello world"), Message.assistant("X.")),
                        chat(Message.user("hello word"), Message.assistant("x"))));

        assertThat(report.findings())
                .singleElement()
                .satisfies(f -> assertThat(f.origin().row()).isEqualTo(2));
    }

    private static ChatExample calling(Map<String, Object> schema, List<ToolCall> calls, String answered) {
        return new ChatExample(
                List.of(
                        SYSTEM,
                        Message.user("Fly!"),
                        Message.assistant(calls),
                        Message.tool(answered, "done"),
                        Message.assistant("It flies.")),
                List.of(Tool.of("fly", schema)),
                ExampleInfo.NONE);
    }

    private static List<String> codes(Example example) {
        return Checks.standard().without("too_few_examples").run(List.of(example)).findings().stream()
                .map(Finding::code)
                .toList();
    }

    private static ChatExample chat(Message... messages) {
        return ChatExample.of(messages);
    }

    private static List<ChatExample> distinct(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> chat(SYSTEM, Message.user("question " + i), Message.assistant("answer " + i)))
                .toList();
    }

    private static List<Example> numbered(List<ChatExample> examples) {
        List<Example> numbered = new ArrayList<>();
        for (ChatExample example : examples) {
            numbered.add(example.withInfo(example.info()
                    .withProvenance(
                            dev.finetuning.example.Provenance.human(new Origin("test", 0, numbered.size() + 1)))));
        }
        return numbered;
    }
}
