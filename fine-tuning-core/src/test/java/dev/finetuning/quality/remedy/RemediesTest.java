package dev.finetuning.quality.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.Secret;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Provenance;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.ToolCall;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.StructureChecks;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemediesTest {
    private static final PersonalData PERSONAL = PersonalData.of(PiiDetector.standard());

    @TempDir
    private Path folder;

    @Test
    void preview_severalRemedies_showsWhatApplyDoes() throws IOException {
        Dataset dataset = dataset(
                chat(Message.user(" Hi "), Message.user("Where is it?"), Message.assistant("There.")),
                chat(Message.user("A?"), Message.assistant("B.")),
                chat(Message.user("A?"), Message.assistant("B.")));

        RemedyPreview preview = Remedies.of(Repair.trimWhitespace(), Repair.mergeTurns(), Drop.duplicates())
                .preview(dataset);

        assertThat(preview.diff()).isEqualTo("""
                        --- code (row 1)
                        +++ changed: trimmed_whitespace (White space at the ends of a text was cut off.), \
                        merged_turns (Messages of one speaker in a row were joined.)
                        -user:  Hi\s
                        -user: Where is it?
                        +user: Hi
                        + \s
                        +  Where is it?
                         assistant: There.
                        --- code (row 3)
                        +++ dropped: duplicate_example (The example repeats the one in code (row 2).)
                        -user: A?
                        -assistant: B.
                        """);
        assertThat(preview.summary()).startsWith("3 examples: 1 changed, 1 dropped");
        assertThat(dataset.size()).isEqualTo(3);

        Path changes = folder.resolve("changes.jsonl");
        Dataset repaired = preview.apply(changes);

        assertThat(repaired.examples())
                .containsExactly(
                        chat(Message.user("Hi\n\nWhere is it?"), Message.assistant("There.")),
                        dataset.examples().get(1));
        assertThat(Files.readAllLines(changes))
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("{\"origin\":{\"source\":\"code\",\"row\":1},\"action\":\"changed\"")
                                .contains("\"code\":\"merged_turns\"", "\"before\":{\"messages\"", "\"after\":{"),
                        line -> assertThat(line)
                                .contains("\"action\":\"dropped\"", "\"before\":{")
                                .doesNotContain("\"after\""));
    }

    @Test
    void confidentialRemedies_runFirst_soThatNothingReachesTheFile() throws IOException {
        Dataset dataset = dataset(
                chat(Message.user("I am ann@example.com "), Message.assistant("Hello")),
                chat(Message.user("I am bob@example.com "), Message.assistant("Hello")));

        RemedyPreview preview = Remedies.of(Repair.trimWhitespace(), Drop.duplicates(), Repair.redact(PERSONAL))
                .preview(dataset);
        Path changes = folder.resolve("changes.jsonl");
        Dataset repaired = preview.apply(changes);

        assertThat(repaired.examples())
                .containsExactly(chat(Message.user("I am <EMAIL_ADDRESS>"), Message.assistant("Hello")));
        assertThat(preview.diff()).contains("ann@example.com");
        assertThat(Files.readString(changes)).contains("<EMAIL_ADDRESS> \"").doesNotContain("@example.com");
        assertThat(preview.changes().toString()).doesNotContain("ann@");
    }

    @Test
    void dropPersonalData_leavesNoTraceOfTheContent() throws IOException {
        Path changes = folder.resolve("changes.jsonl");
        Dataset repaired = Remedies.of(Drop.personalData(PERSONAL))
                .preview(dataset(
                        chat(Message.user("I am ann@example.com"), Message.assistant("Hello")),
                        chat(Message.user("Hi"), Message.assistant("Hello"))))
                .apply(changes);

        assertThat(repaired.size()).isEqualTo(1);
        assertThat(Files.readString(changes)).contains("pii_email_address").doesNotContain("ann@", "before");
    }

    @Test
    void pseudonymiseAndSecrets_replaceConsistently() {
        Remedies remedies = Remedies.of(Repair.pseudonymise(PERSONAL, Secret.of("a-key")), Repair.redactSecrets());
        String key = "AKIA" + "IOSFODNN7EXAMPLE";
        List<Example> out =
                run(remedies, chat(Message.user("ann@example.com, " + key), Message.assistant("ANN@example.com")));

        List<Message> messages = out.get(0).messages();
        assertThat(messages.get(0).text()).isEqualTo(messages.get(1).text() + ", <SECRET>");
    }

    @Test
    void systemFirst_endWithAnswer_orderTheConversation() {
        List<Example> out = run(
                Remedies.of(Repair.systemFirst(), Repair.endWithAnswer()),
                chat(Message.user("q"), Message.system("s"), Message.assistant("a"), Message.user("thanks")));

        assertThat(out).containsExactly(chat(Message.system("s"), Message.user("q"), Message.assistant("a")));
    }

    @Test
    void addCallIds_missing_areAddedToCallsAndAnswers() {
        Message calls = Message.assistant(
                List.of(ToolCall.of("f", "{}"), ToolCall.of("call_1", "f", "{}"), ToolCall.of("f", "{}")));
        Message answer = Message.of(Role.TOOL, "1");
        ChatExample example =
                chat(Message.user("q"), calls, answer, Message.tool("call_1", "2"), answer, Message.assistant("a"));

        Example mended = run(Remedies.of(Repair.addCallIds()), example).get(0);

        assertThat(mended.messages().get(1).toolCalls())
                .extracting(call -> call.id().orElse(""))
                .containsExactly("call_2", "call_1", "call_3");
        assertThat(mended.messages())
                .extracting(message -> message.toolCallId().orElse(""))
                .containsExactly("", "", "call_2", "call_1", "call_3", "");
        assertThat(Checks.none()
                        .with(StructureChecks.tools())
                        .run(List.of(mended))
                        .count("tool_call_missing_id"))
                .isZero();
    }

    @Test
    void truncate_longConversation_forgetsOldestTurnsOnly() {
        List<Message> messages = new ArrayList<>(List.of(Message.system("s")));
        for (int turn = 0; turn < 10; turn++) {
            messages.add(Message.user("q" + turn));
            messages.add(Message.assistant("a" + turn));
        }
        Remedy truncate = Repair.truncate(example -> example.messages().size(), 6);

        assertThat(run(Remedies.of(truncate), chat(messages.toArray(Message[]::new)))
                        .get(0)
                        .messages())
                .extracting(Message::text)
                .containsExactly("s", "q8", "a8", "q9", "a9");
        ChatExample hopeless = chat(messages.subList(0, 3).toArray(Message[]::new));
        assertThat(run(Remedies.of(Repair.truncate(example -> 7, 6)), hopeless)).containsExactly(hopeless);
        assertThatThrownBy(() -> Repair.truncate(example -> 7, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fillPlaceholders_knownNames_areFilled() {
        List<Example> out = run(
                Remedies.of(Repair.fillPlaceholders(Map.of("name", "Ada"))),
                new TextExample("I am {{name}} / {{ name }} by {{author}}.", ExampleInfo.NONE));

        assertThat(((TextExample) out.get(0)).text()).isEqualTo("I am Ada / Ada by {{author}}.");
    }

    @Test
    void found_nearDuplicatesMadeInCode_dropsAllButTheBest() {
        String text = IntStream.range(0, 60).mapToObj(i -> "word" + i).reduce("", (a, b) -> a + " " + b);
        List<Example> examples = List.of(
                chat(Message.user("something else"), Message.assistant("entirely")),
                chat(Message.user(text), Message.assistant("yes")),
                chat(Message.user(text + " too"), Message.assistant("yes")));

        List<Example> out = run(
                Remedies.of(Drop.found(NearDuplicates.standard().findings(examples))),
                examples.toArray(Example[]::new));

        assertThat(out).containsExactly(examples.get(0), examples.get(2));
    }

    @Test
    void found_reportThatLeftFindingsOut_isRefused() {
        var report = Checks.standard().keepAtMost(0).run(List.of(chat(Message.user("q"))));

        assertThatThrownBy(() -> Drop.found(report, "missing_content"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keepAtMost");
    }

    @Test
    void run_nothingToDo_handsTheSameInstanceOn() {
        ChatExample example = chat(Message.user("q"), Message.assistant("a"));

        assertThat(run(Remedies.of(Repair.trimWhitespace(), Repair.mergeTurns(), Drop.duplicates()), example)
                        .get(0))
                .isSameAs(example);
    }

    @Test
    void run_ownRemedy_seesRowsAndKeepsOrigins() {
        List<Origin> seen = new ArrayList<>();
        Remedy own = Remedy.ofEach(example -> {
            seen.add(example.info().provenance().origin());
            return Treatment.changed(
                    example.withMessages(List.of(Message.user("new"))), new Reason("own", "A remedy of one's own."));
        });
        Origin named = new Origin("train.csv", 12, 11);
        ChatExample read = chat(Message.user("q")).withInfo(ExampleInfo.NONE.withProvenance(Provenance.human(named)));

        List<Example> out = run(Remedies.of(own), chat(Message.user("q")), read);

        assertThat(seen).containsExactly(new Origin("code", 0, 1), named);
        assertThat(out)
                .extracting(example -> example.info().provenance().origin())
                .containsExactly(Origin.CODE, named);
    }

    @Test
    void diff_controlCharacters_areSpelledOut() {
        String diff = Remedies.of(Repair.trimWhitespace())
                .preview(dataset(chat(Message.user(" \u001b[2J"), Message.assistant("a"))))
                .diff();

        assertThat(diff).contains("\\u001b[2J").doesNotContain("\u001b");
    }

    private static List<Example> run(Remedies remedies, Example... examples) {
        RemedyRun run = remedies.begin(change -> {});
        return java.util.Arrays.stream(examples)
                .map(run::apply)
                .flatMap(java.util.Optional::stream)
                .toList();
    }

    private static Dataset dataset(Example... examples) {
        var builder = Dataset.builder("test");
        List.of(examples).forEach(builder::add);
        return builder.build();
    }

    private static ChatExample chat(Message... messages) {
        return ChatExample.of(messages);
    }
}
