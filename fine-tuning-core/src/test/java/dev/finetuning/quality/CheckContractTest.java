package dev.finetuning.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.OrderNeededException;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link Check} owes those who run it. Extend it for a check of your own. */
public abstract class CheckContractTest {
    private static final String CANARY = "zanzibar-quokka-4711";

    /** The check under test. */
    protected abstract Check check();

    /** Examples of which it reports at least one. */
    protected abstract List<Example> flawed();

    /** Examples of which it reports none. */
    protected abstract List<Example> sound();

    private static List<Finding> findings(Check check, List<Example> examples) {
        List<Finding> findings = new ArrayList<>();
        Check.Inspection inspection = check.begin(findings::add);
        for (int i = 0; i < examples.size(); i++) {
            inspection.look(numbered(examples.get(i), i + 1));
        }
        inspection.end();
        return findings;
    }

    private static Example numbered(Example example, long row) {
        ExampleInfo info = example.info();
        return example.withInfo(info.withProvenance(info.provenance().numbered(row)));
    }

    @Test
    public void look_flawedExamples_areReportedWithCodePlaceAndRemedy() {
        List<Finding> findings = findings(check(), flawed());

        assertThat(findings).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.code()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
            assertThat(finding.message()).isNotBlank();
            assertThat(finding.remedy()).isNotBlank();
            assertThat(finding.pointer()).matches("(/.*)?");
        });
    }

    @Test
    public void look_soundExamples_areNotReported() {
        assertThat(findings(check(), sound())).isEmpty();
    }

    /** A finding names its example, unless it is about the dataset as a whole. */
    @Test
    public void look_flawedExamples_areNamedByTheirRow() {
        assertThat(findings(check(), flawed()))
                .filteredOn(finding -> !finding.origin().equals(PopulationChecks.DATASET))
                .allSatisfy(finding -> assertThat(finding.origin().row()).isBetween(1L, (long) flawed().size()));
    }

    @Test
    public void begin_again_knowsNothingOfTheRunBefore() {
        Check check = check();
        List<Finding> first = findings(check, flawed());

        assertThat(findings(check, flawed())).isEqualTo(first);
        assertThat(findings(check, sound())).isEmpty();
    }

    @Test
    public void begin_byManyThreads_eachRunSeesItsOwnExamplesOnly() {
        Check check = check();
        List<Finding> alone = findings(check, flawed());

        assertThat(IntStream.range(0, 40).parallel().mapToObj(i -> findings(check, flawed())))
                .allSatisfy(findings -> assertThat(findings).isEqualTo(alone));
    }

    /** What says of itself that it judges each example alone must not remember any. */
    @Test
    public void begin_twiceAnIndependentCheck_bothFindTogetherWhatOneFinds() {
        List<Example> examples = Stream.of(flawed(), sound(), flawed(), odd())
                .flatMap(List::stream)
                .toList();
        List<Finding> together = new ArrayList<>();
        List<Check.Inspection> inspections = List.of(check().begin(together::add), check().begin(together::add));
        for (int i = 0; i < examples.size(); i++) {
            inspections.get(i * 7 % 3 % 2).look(numbered(examples.get(i), i + 1));
        }
        inspections.forEach(Check.Inspection::end);
        if (check().independent()) {
            assertThat(together).isEqualTo(findings(check(), examples));
        }
    }

    /** On several machines it finds the same, in the same order, or it refuses before anything is read. */
    @Test
    public void pieces_inAnyOrder_findTogetherWhatOneInspectionFinds() {
        List<Example> examples = Stream.of(flawed(), sound(), flawed(), odd())
                .flatMap(List::stream)
                .toList();
        Checks checks = Checks.none().with(check());
        if (!check().independent() && check().noting().isEmpty()) {
            assertThatThrownBy(checks::pieces).isInstanceOf(OrderNeededException.class);
            return;
        }
        for (int pieces : new int[] {1, 2, 5}) {
            assertThat(InPieces.findings(checks.pieces(), numbered(examples), pieces))
                    .as("%d pieces", pieces)
                    .isEqualTo(findings(check(), examples));
            assertThat(InPieces.findings(checks.pieces(), List.of(), pieces)).isEqualTo(findings(check(), List.of()));
        }
    }

    private static List<Example> numbered(List<Example> examples) {
        return IntStream.range(0, examples.size())
                .mapToObj(i -> numbered(examples.get(i), i + 1))
                .toList();
    }

    /** What an example holds is never a reason to throw. */
    @Test
    public void look_oddExamples_neverThrows() {
        for (Example odd : odd()) {
            assertThatCode(() -> findings(check(), List.of(odd)))
                    .as(odd.getClass().getSimpleName())
                    .doesNotThrowAnyException();
        }
        assertThatCode(() -> findings(check(), odd())).doesNotThrowAnyException();
        assertThatCode(() -> findings(check(), List.of())).doesNotThrowAnyException();
    }

    /** Findings reach logs and reports, where no record content may stand. */
    @Test
    public void look_anyExamples_findingsRepeatNoContent() {
        assertThat(findings(check(), odd()))
                .allSatisfy(finding -> assertThat(finding.toString()).doesNotContain(CANARY));
        List<String> said = flawed().stream()
                .flatMap(example -> example.messages().stream())
                .map(Message::text)
                .filter(text -> text.length() >= 12)
                .toList();
        assertThat(findings(check(), flawed()))
                .allSatisfy(finding ->
                        assertThat(said).noneMatch(text -> finding.toString().contains(text)));
    }

    private static List<Example> odd() {
        Message user =
                Message.user(CANARY + " {{name}} sk-" + "a".repeat(48) + " I'm sorry, but I can't help with that.");
        Message answer = Message.assistant(CANARY);
        Message nothing = Message.builder(Role.ASSISTANT).build();
        Message calls = Message.assistant(List.of(
                        ToolCall.of(CANARY, "{" + CANARY), ToolCall.of("", "", ""), ToolCall.of("1", CANARY, "[1]")))
                .withWeight(Double.NaN);
        Message parts = Message.of(Role.SYSTEM, "")
                .withContent(Content.of(List.of(
                        new Content.Part("image_url", Map.of("image_url", Map.of("url", "data:image/png;base64,%%"))),
                        new Content.Part(CANARY, Map.of("text", 7)))));
        List<Tool> tools = List.of(
                new Tool(CANARY, Optional.empty(), Map.of("type", 7, "required", CANARY), Map.of("type", CANARY)),
                Tool.of("", Map.of()));
        ExampleInfo info = ExampleInfo.NONE.withMetadata("score", CANARY);
        Message huge = Message.user((CANARY + " \uD800 ").repeat(4_000));
        return Stream.of(
                        new ChatExample(List.of(), List.of(), info),
                        new ChatExample(List.of(nothing), List.of(), info),
                        new ChatExample(List.of(calls, parts, nothing, user), tools, info),
                        new ChatExample(List.of(Message.tool(CANARY, CANARY), answer, answer), tools, info),
                        new ChatExample(List.of(huge, answer), List.of(), info),
                        new ChatExample(List.of(user, answer), List.of(), info),
                        new ChatExample(List.of(user, Message.assistant("another")), List.of(), info),
                        new PreferenceExample(List.of(), List.of(), List.of(), List.of(), info),
                        new PreferenceExample(List.of(user), List.of(nothing), List.of(answer), tools, info),
                        new PromptExample(List.of(parts), tools, Map.of(CANARY, List.of(CANARY)), info),
                        new RatedExample(List.of(user, calls), false, tools, info),
                        new TextExample("", info),
                        new TextExample(CANARY, info))
                .<Example>map(example -> example)
                .toList();
    }
}
