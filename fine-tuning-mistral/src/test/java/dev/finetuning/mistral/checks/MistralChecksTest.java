package dev.finetuning.mistral.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ShareGpt;
import dev.finetuning.mistral.SharedData;
import dev.finetuning.mistral.tokens.TokenizerVersion;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.remedy.RemedyPreview;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check with its place, and the remedies; {@link ValidatorVerdictsTest} has what is refused at all. */
class MistralChecksTest {
    @TempDir
    private Path folder;

    private static final Tool CLOCK = Tool.of("clock", "tells the time", Map.of("type", "object"));

    private static QualityReport report(TokenizerVersion version, Example... examples) {
        return Checks.none().with(MistralChecks.conversations(version)).run(List.of(examples));
    }

    private static List<String> found(TokenizerVersion version, Example example) {
        return report(version, example).findings().stream()
                .map(finding -> finding.code() + " " + finding.pointer())
                .toList();
    }

    private static List<String> found(Example example) {
        return found(TokenizerVersion.V3, example);
    }

    private static Example withTools(List<Tool> tools, Message... messages) {
        return new ChatExample(List.of(messages), tools, ExampleInfo.NONE);
    }

    private static Message calls(ToolCall... calls) {
        return Message.assistant(List.of(calls));
    }

    private static ToolCall call(String id) {
        return ToolCall.of(id, "clock", "{}");
    }

    @Test
    void conversations_goodToolUse_findsNothing() {
        Example example = withTools(
                List.of(CLOCK),
                Message.system("s"),
                Message.user("what time is it?"),
                calls(call("aB3dE6gH9")),
                Message.tool("aB3dE6gH9", "noon"),
                Message.assistant("noon"));

        for (TokenizerVersion version : List.of(TokenizerVersion.V3, TokenizerVersion.V11, TokenizerVersion.V15)) {
            assertThat(found(version, example)).isEmpty();
        }
        assertThat(found(TokenizerVersion.V1, example)).containsExactly("mistral_tools_unsupported ");
    }

    @Test
    void conversations_ordersAndSystems_areNamedByPlace() {
        assertThat(found(ChatExample.of(Message.user("a"))))
                .containsExactly(
                        "mistral_too_few_messages /messages", "mistral_last_message_not_assistant /messages/0");
        assertThat(found(ChatExample.of(
                        Message.system("a"),
                        Message.user("b"),
                        Message.of(Role.DEVELOPER, "c"),
                        Message.assistant("d"))))
                .containsExactly(
                        "mistral_second_system_message /messages/2", "mistral_developer_message /messages/2/role");
        assertThat(found(ChatExample.of(Message.user("b"), Message.tool("aB3dE6gH9", "x"), Message.assistant("d"))))
                .containsExactly("mistral_role_order /messages/1", "mistral_tool_answers_unbalanced /messages/2");
    }

    @Test
    void conversations_contents_areNamedByPlace() {
        Message half = Message.user("\uD83D");
        Message odd = Message.user("").withContent(Content.of(List.of(new Content.Part("video", Map.of()))));

        assertThat(found(ChatExample.of(half, Message.assistant("").withWeight(0.5))))
                .containsExactly(
                        "mistral_answer_empty /messages/1",
                        "mistral_weight /messages/1/weight",
                        "mistral_not_tokenizable /messages/0/content");
        assertThat(found(ChatExample.of(odd, Message.assistant("b"))))
                .containsExactly("mistral_content_part /messages/0/content/0");
        assertThat(found(withTools(
                        List.of(CLOCK),
                        Message.user("a"),
                        calls(call("aB3dE6gH9")).withContent(Content.of("let me see")),
                        Message.tool("aB3dE6gH9", "x"),
                        Message.assistant("b"))))
                .containsExactly("mistral_content_beside_tool_calls /messages/1/content");
    }

    /**
     * mistral-common 1.13.1 refuses the field in the part. It takes instructions in parts, which formats before V7,
     * whose instructions are text, have no place for.
     */
    @Test
    void conversations_fieldsInPartsAndInstructionsInParts_areErrors() {
        Message cached = Message.user("")
                .withContent(Content.of(List.of(
                        new Content.Part("text", Map.of("text", "hi", "cache_control", Map.of("type", "ephemeral"))))));
        Message instruction = Message.system("").withContent(Content.of(List.of(Content.Part.text("Be brief."))));

        assertThat(found(ChatExample.of(cached, Message.assistant("b"))))
                .containsExactly("mistral_content_part_field /messages/0/content/0/cache_control");
        assertThat(found(ChatExample.of(instruction, Message.user("hi"), Message.assistant("b"))))
                .containsExactly("mistral_system_in_parts /messages/0/content");
        assertThat(found(TokenizerVersion.V7, ChatExample.of(instruction, Message.user("hi"), Message.assistant("b"))))
                .isEmpty();
    }

    @Test
    void conversations_fieldsThatAreNotWritten_areTold() {
        Message answer = Message.assistant("a");
        Example meant = ChatExample.of(
                Message.user("q"),
                answer.toBuilder()
                        .extras(Map.of("reasoning_content", "because"))
                        .build());
        Example told = ChatExample.of(
                Message.user("q"), answer.toBuilder().extras(Map.of("id", "7")).build());
        assertThat(report(TokenizerVersion.V3, meant, told, told).findings())
                .extracting(Finding::code, Finding::severity)
                .containsExactly(
                        tuple("mistral_field_without_place", Severity.ERROR),
                        tuple("mistral_field_left_out", Severity.WARNING));
    }

    @Test
    void conversations_calls_areJudgedByTheVersion() {
        Example odd = withTools(
                List.of(CLOCK),
                Message.user("a"),
                calls(call("call_1"), call("call_1")),
                Message.tool("call_1", "x"),
                Message.tool("other", "y"),
                Message.assistant("b"));

        assertThat(found(odd))
                .containsExactly(
                        "mistral_tool_call_id_form /messages/1/tool_calls/0/id",
                        "mistral_tool_call_id_form /messages/1/tool_calls/1/id",
                        "mistral_tool_call_id_form /messages/2/tool_call_id",
                        "mistral_tool_call_id_form /messages/3/tool_call_id");
        assertThat(found(TokenizerVersion.V13, odd))
                .containsExactly(
                        "mistral_tool_call_id_twice /messages/1/tool_calls/1/id",
                        "mistral_tool_call_id_unmatched /messages/3/tool_call_id");
    }

    @Test
    void conversations_tools_areNamedByPlace() {
        List<Tool> tools = List.of(
                Tool.of("look up", Map.of("properties", Map.of("a/b", Map.of("type", "objekt")))),
                new Tool("web", Optional.of(""), Map.of(), Map.of("type", "web_search")));

        assertThat(found(withTools(tools, Message.user("a"), calls(call("aB3dE6gH9")))))
                .containsExactly(
                        "mistral_function_name /tools/0/function/name",
                        "mistral_tool_description_missing /tools/0/function",
                        "mistral_tool_schema_invalid /tools/0/function/parameters/properties/a~1b/type",
                        "mistral_tool_not_function /tools/1",
                        "mistral_unknown_tool /messages/1/tool_calls/0/function/name");
    }

    @Test
    void conversations_otherKinds_areRefusedUnlessThereIsAForm() {
        Example pair = new PreferenceExample(
                List.of(Message.user("q")),
                List.of(Message.assistant("a")),
                List.of(Message.assistant("b")),
                List.of(),
                ExampleInfo.NONE);

        assertThat(found(pair)).containsExactly("mistral_kind_unsupported ");
        assertThat(found(new TextExample("once", ExampleInfo.NONE))).isEmpty();
    }

    @Test
    void sizes_beyondTheLimits_areFoundAtTheEnd() {
        Example example = ChatExample.of(Message.user("a"), Message.assistant("b".repeat(900)));
        long bytes = MistralChecks.bytes(example);
        List<Example> train = Collections.nCopies(40, example);

        QualityReport fits =
                Checks.none().with(MistralChecks.validationSize(train)).run(Collections.nCopies(2, example));
        QualityReport tooLarge =
                Checks.none().with(MistralChecks.validationSize(train)).run(Collections.nCopies(3, example));

        assertThat(fits.findings()).isEmpty();
        assertThat(tooLarge.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains(String.valueOf(3 * bytes), String.valueOf(40 * bytes / 20)));
        assertThat(Checks.none().with(MistralChecks.fileSize()).run(train).findings())
                .isEmpty();
    }

    @Test
    void withinLimits_anySplit_passesTheCheckOfTheSizes() {
        DatasetBuilder builder = Dataset.builder("numbered");
        for (int i = 0; i < 400; i++) {
            builder.add(ChatExample.of(Message.user("q" + i), Message.assistant("a".repeat(i))));
        }
        Dataset dataset = builder.build();
        SplitRatios ratios = SplitRatios.of(0.7, 0.2, 0.1);
        for (SplitPlan plan : List.of(SplitPlan.exact(ratios), SplitPlan.stable(ratios))) {
            Split split = dataset.split(MistralSplits.withinLimits(plan));

            assertThat(split.validation().size()).isPositive();
            assertThat(Checks.none()
                            .with(MistralChecks.validationSize(split.train()))
                            .run(split.validation())
                            .findings())
                    .isEmpty();
        }
    }

    @Test
    void remedies_flawedToolUse_leaveNothingToFindAndEveryCall() {
        Example flawed = withTools(
                List.of(Tool.of("look up", "finds", Map.of())),
                Message.user("a"),
                Message.system("s"),
                Message.system("t"),
                Message.user(""),
                Message.assistant(
                                List.of(ToolCall.of("call_abc", "look up", "{\"q\":1}"), ToolCall.of("look up", "{}")))
                        .withContent(Content.of("let me see")),
                Message.tool("call_abc", "x"),
                Message.of(Role.TOOL, "y").toBuilder().name("look up").build(),
                Message.assistant("b"),
                Message.user("thanks"));
        Dataset dataset = Dataset.builder("flawed").add(flawed).build();

        RemedyPreview preview = MistralRemedies.all().preview(dataset);

        assertThat(preview.dropped()).isZero();
        assertThat(preview.counts().keySet())
                .contains(
                        "mistral_one_system_message",
                        "mistral_empty_messages",
                        "mistral_content_beside_tool_calls",
                        "mistral_function_names",
                        "mistral_tool_call_ids");
        Example mended = preview.changes().get(0).after().orElseThrow();
        assertThat(found(mended)).isEmpty();
        assertThat(mended.messages())
                .extracting(Message::role, Message::text)
                .containsExactly(
                        tuple(Role.SYSTEM, "s\n\nt"),
                        tuple(Role.USER, "a"),
                        tuple(Role.ASSISTANT, "let me see"),
                        tuple(Role.ASSISTANT, ""),
                        tuple(Role.TOOL, "x"),
                        tuple(Role.TOOL, "y"),
                        tuple(Role.ASSISTANT, "b"));
        assertThat(mended.messages().get(3).toolCalls())
                .extracting(ToolCall::name, ToolCall::arguments)
                .containsExactly(tuple("look_up", "{\"q\":1}"), tuple("look_up", "{}"));
    }

    /** 300 conversations with 211 calls and as many results, of which the script in circulation skips those. */
    @Test
    void remedies_glaiveToolCalls_keepEveryCallAndLeaveNoError() throws IOException {
        Dataset glaive = Dataset.builder("glaive")
                .addJson(SharedData.file("data/llama-factory/glaive_toolcall_en_demo.json"), ShareGpt.format())
                .build();

        RemedyPreview preview = MistralRemedies.all().preview(glaive);
        Dataset mended = preview.apply(folder.resolve("changes.jsonl"));

        assertThat(preview.dropped()).isZero();
        assertThat(calls(glaive)).hasSize(211);
        assertThat(calls(mended)).isEqualTo(calls(glaive));
        assertThat(mended.examples().stream()
                        .flatMap(example -> example.messages().stream())
                        .filter(message -> message.role() == Role.TOOL))
                .hasSize(211);
        assertThat(report(TokenizerVersion.V3, mended.examples().toArray(Example[]::new))
                        .requireNoErrors()
                        .examples())
                .isEqualTo(300);
    }

    private static List<String> calls(Dataset dataset) {
        return dataset.examples().stream()
                .flatMap(example -> example.messages().stream())
                .flatMap(message -> message.toolCalls().stream())
                .map(call -> call.name() + call.arguments())
                .toList();
    }

    /** The second record has no answer: so says the file's description. */
    @Test
    void conversations_cookbookFile_findsTheRecordWithoutAnswer() {
        Dataset dataset = Dataset.builder("cookbook")
                .addJsonLines(
                        SharedData.file("data/mistral-cookbook/dataset-import-example.jsonl"), ChatMessages.format())
                .build();

        List<Finding> errors = report(TokenizerVersion.V3, dataset.examples().toArray(Example[]::new))
                .findings("mistral_last_message_not_assistant");

        assertThat(Stream.concat(
                        errors.stream().map(finding -> finding.origin().row()),
                        dataset.rejected().stream()
                                .map(rejected -> rejected.origin().row())))
                .containsExactly(2L);
    }
}
