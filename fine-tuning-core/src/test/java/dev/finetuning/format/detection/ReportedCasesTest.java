package dev.finetuning.format.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.Kto;
import dev.finetuning.source.Csv;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.UnreadableSourceException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs made after what people reported about tools of this kind, each with the right reading. */
class ReportedCasesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"kto-messages.jsonl", "kto-alpaca.jsonl"})
    void add_ratedAnswers_keepsGoodAndBadApart(String file) {
        assertThat(read(file).examples())
                .allSatisfy(example -> assertThat(example).isInstanceOf(RatedExample.class))
                .extracting(example -> ((RatedExample) example).desirable())
                .containsExactly(true, false);
        assertThat(FormatDetection.of(path(file)).reasons()).last().asString().contains("a rating");
    }

    @Test
    void add_ratedTurns_areRated() {
        RatedExample example = (RatedExample) only("kto-sharegpt.jsonl");
        assertThat(example.desirable()).isFalse();
        assertThat(example.messages()).containsExactly(Message.user("Name a fruit."), Message.assistant("A stone."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kto-messages.jsonl", "kto-alpaca.jsonl", "kto-sharegpt.jsonl"})
    void add_whatKtoWrites_isTheSame(String file) throws IOException {
        List<Example> examples = read(file).examples();
        Path written = folder.resolve("written.jsonl");
        try (var out = Files.newOutputStream(written)) {
            Kto.format().writeLines(examples, out);
        }
        List<Example> back = Dataset.builder("d").add(written).build().examples();
        assertThat(back).hasSameSizeAs(examples);
        for (int i = 0; i < back.size(); i++) {
            assertThat(back.get(i).withInfo(examples.get(i).info())).isEqualTo(examples.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kto-messages.jsonl", "kto-sharegpt.jsonl", "rejected-response.jsonl"})
    void chatMessages_judgedAnswers_areRefusedAsTrainingAnswers(String file) {
        Dataset read = Dataset.builder("d")
                .rejectLimit(RejectLimit.none())
                .addJsonLines(
                        path(file),
                        file.contains("sharegpt") ? dev.finetuning.format.ShareGpt.format() : ChatMessages.format())
                .build();
        assertThat(read.examples()).isEmpty();
        assertThat(read.rejected()).extracting(RejectedRecord::code).isSubsetOf("rated_answer", "preference_pair");
    }

    @Test
    void add_rejectedResponse_isAPair() {
        pair("rejected-response.jsonl", List.of(Message.user("Name a fruit.")), "Pear.", "A stone.");
    }

    @Test
    void add_instructionBesideMessages_isTheFirstMessage() {
        assertThat(read("system-beside-messages.jsonl").examples())
                .extracting(example -> example.messages().get(0))
                .containsExactly(Message.system("Answer in French."), Message.system("Answer in German."));
        assertThat(only("system-instruction-snake.jsonl").messages())
                .containsExactly(Message.system("You help."), Message.user("Sales?"), Message.assistant("One."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"system-beside-question.jsonl", "system-question.csv"})
    void add_instructionBesideQuestion_isTheFirstMessage(String file) {
        assertThat(read(file).examples())
                .extracting(Example::messages)
                .containsExactly(
                        List.of(Message.system("Be terse."), Message.user("1+1?"), Message.assistant("2")),
                        List.of(Message.system("Be kind."), Message.user("2+2?"), Message.assistant("4")));
    }

    @Test
    void add_contextBesideQuestion_isSaidBeforeIt() throws IOException {
        Path file = Files.writeString(
                folder.resolve("d.csv"), "context,question,answer\nIt is noon.,When?,Noon.\n,Who?,Me.\n");
        assertThat(Dataset.builder("d").add(file).build().examples())
                .extracting(example -> example.messages().get(0).text())
                .containsExactly("It is noon.\n\nWhen?", "Who?");
    }

    @Test
    void add_reasoning_isKept() {
        assertThat(read("reasoning-content.jsonl").examples())
                .extracting(example -> example.messages().get(1).extras().get("reasoning_content"))
                .containsExactly("17+20=37, 37+5=42", "20+22=42");
        assertThat(only("thinking-parts.jsonl").messages().get(1).text()).isEqualTo("42");
    }

    @Test
    void add_textPromptBesideConversations_isThePromptOnce() {
        pair("pref-prompt-text-chosen-list.jsonl", List.of(Message.user("Hi")), "Hello, how can I help?", "What.");
    }

    @Test
    void add_question_isThePrompt() {
        pair(
                "pref-question.jsonl",
                List.of(Message.system("Be brief."), Message.user("Why is the sky blue?")),
                "Short waves scatter more.",
                "It is not.");
    }

    @Test
    void add_messagesBesideAnswers_areThePrompt() {
        pair("pref-messages-and-lists.jsonl", List.of(Message.user("Hi")), "Hello", "Go away");
        pair(
                "pref-conversation-and-text.jsonl",
                List.of(Message.user("q1"), Message.assistant("a1"), Message.user("q2")),
                "good",
                "bad");
    }

    @Test
    void add_answersAsObjects_areAnswers() {
        assertThat(read("pref-object-answers.jsonl").examples()).hasSize(2).allSatisfy(example -> {
            PreferenceExample pair = (PreferenceExample) example;
            assertThat(pair.messages()).containsExactly(Message.user("hi"));
            assertThat(pair.preferred()).containsExactly(Message.assistant("hello"));
            assertThat(pair.rejected()).containsExactly(Message.assistant("go away"));
        });
    }

    @Test
    void add_rankedAlpaca_hasInstructionAndInputInThePrompt() {
        pair(
                "pref-alpaca-input.jsonl",
                List.of(Message.user("Sum up\nA long text about pears.")),
                "Pears.",
                "A long text.");
    }

    /** As TRL 1.16.0 takes them apart in {@code extract_prompt}. */
    @Test
    void add_implicitPrompt_isWhatBothBeginWith() {
        pair(
                "pref-implicit-text.jsonl",
                List.of(Message.user("\n\nHuman: How do I fix a puncture?\n\nAssistant: Take off the tyre first."
                        + "\n\nHuman: And then?\n\nAssistant:")),
                " Patch the tube.",
                " No idea.");
        pair("pref-implicit-lists.jsonl", List.of(Message.user("Sky?")), "Blue.", "Green.");
    }

    @Test
    void add_answersWithScores_isRefusedByTheirNames() {
        assertThatThrownBy(() -> read("pref-scores.jsonl"))
                .isInstanceOf(UnreadableSourceException.class)
                .hasMessageContaining("responses")
                .hasMessageContaining("scores")
                .hasMessageContaining("chosen");
    }

    @Test
    void add_alpacaTable_isReadByItsColumns() {
        assertThat(read("alpaca.csv").examples())
                .extracting(Example::messages)
                .containsExactly(
                        List.of(
                                Message.system("You are terse."),
                                Message.user("Translate into French.\nGood morning"),
                                Message.assistant("Bonjour")),
                        List.of(Message.user("Name a fruit."), Message.assistant("Pear.")));
    }

    @Test
    void add_notDuplicates_areDifferentExamples() {
        assertThat(read("not-duplicates.jsonl").examples()).hasSize(13).doesNotHaveDuplicates();
    }

    @Test
    void add_partsWithValue_areText() {
        assertThat(read("parts-with-value.jsonl").examples())
                .extracting(example -> example.messages().get(0).text() + "/"
                        + example.messages().get(1).text())
                .containsExactly(
                        "question 0/answer 0", "question 1/answer 1", "question 2/answer 2", "question 3/answer 3");
    }

    @Test
    void add_oddParts_areRejectedByRow() {
        Dataset read = Dataset.builder("d")
                .rejectLimit(RejectLimit.none())
                .addJsonLines(path("parts-odd.jsonl"), ChatMessages.format())
                .build();
        assertThat(read.examples()).isEmpty();
        assertThat(read.rejected()).extracting(r -> r.origin().row()).containsExactly(1L, 2L, 3L);
        assertThat(read.rejected())
                .extracting(RejectedRecord::pointer)
                .containsExactly("/messages/0/content/0", "/messages/0/content/0", "/messages/0/content/0");
    }

    @Test
    void add_strayQuotesInATable_readsEveryRowWithoutQuotes() {
        FormatDetection detection = FormatDetection.of(path("stray-quotes.tsv"));
        assertThat(detection.reasons().get(1)).contains("quotes do not match");
        List<Example> examples = read("stray-quotes.tsv").examples();
        assertThat(examples).hasSize(40);
        assertThat(examples.get(4).messages().get(0).text()).isEqualTo("\"Hello there, said the clerk");
        assertThat(examples.get(29).messages().get(0).text()).isEqualTo("and so \"");
    }

    @Test
    void csv_strayQuotes_costTheirOwnRowsOnly() {
        for (String file : List.of("stray-quotes.tsv", "stray-quote.csv")) {
            long[] rows = new long[1];
            List<RejectedRecord> rejected = new java.util.ArrayList<>();
            Csv.of(path(file)).forEach(row -> rows[0]++, rejected::add);
            assertThat(rows[0]).as(file).isEqualTo(39);
            assertThat(rejected).as(file).singleElement().satisfies(one -> {
                assertThat(one.code()).isEqualTo("csv_quotes");
                assertThat(one.origin().line()).isEqualTo(file.endsWith(".tsv") ? 6 : 36);
            });
        }
    }

    @Test
    void add_neverClosedQuote_losesNoOtherRow() {
        assertThat(read("stray-quote.csv").size()).isEqualTo(40);
    }

    @Test
    void add_blanksAfterSeparators_areNoPartOfTheCells() {
        assertThat(read("semicolons-and-spaces.csv").examples())
                .extracting(Example::messages)
                .containsExactly(
                        List.of(Message.user("What; now?"), Message.assistant("Semi;colon")),
                        List.of(Message.user("Two"), Message.assistant("Three")));
    }

    @Test
    void add_promptsWithReference_areForAGrader() {
        assertThat(read("reinforcement-reference.jsonl").examples()).hasSize(3).allSatisfy(example -> {
            assertThat(example).isInstanceOf(PromptExample.class);
            assertThat(((PromptExample) example).reference()).containsExactly(Map.entry("reference_answer", "42"));
            assertThat(example.messages().get(0).role()).isEqualTo(Role.DEVELOPER);
        });
    }

    @Test
    void add_toolsAsText_areTools() {
        assertThat(only("tools-as-text.jsonl").tools())
                .singleElement()
                .satisfies(tool -> assertThat(tool.name()).isEqualTo("lookup_stock"));
    }

    @Test
    void add_messagesAsText_areMessages() {
        assertThat(only("messages-as-text.jsonl").messages())
                .containsExactly(Message.user("a"), Message.assistant("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"an-array-a-line.jsonl", "pretty-printed.json", "two-files-with-bom.jsonl"})
    void add_conversationsInOddContainers_areRead(String file) {
        assertThat(read(file).examples())
                .extracting(Example::messages)
                .containsExactly(
                        List.of(Message.user("a"), Message.assistant("b")),
                        List.of(Message.user("c"), Message.assistant("d")));
    }

    @Test
    void add_textInsteadOfContent_isTheContent() {
        assertThat(only("text-field-messages.jsonl").messages())
                .containsExactly(Message.user("Hello"), Message.assistant("Hi"));
    }

    @Test
    void add_retiredFunctionCall_isAToolCall() {
        Example example = only("legacy-function-call.jsonl");
        assertThat(example.messages().get(1).toolCalls())
                .containsExactly(ToolCall.of("weather", "{\"city\":\"Oslo\"}"));
        assertThat(example.tools()).extracting("name").containsExactly("weather");
    }

    @Test
    void add_messagesAndToolsInCells_areRead() throws IOException {
        Path file = Files.writeString(folder.resolve("d.csv"), """
                messages,tools
                "[{""role"": ""user"", ""content"": ""a""}, {""role"": ""assistant"", ""content"": ""b""}]","[{""name"": ""f""}]"
                """);
        Example example = Dataset.builder("d").add(file).build().examples().get(0);
        assertThat(example.messages()).containsExactly(Message.user("a"), Message.assistant("b"));
        assertThat(example.tools()).hasSize(1);
    }

    @Test
    void add_textsWithAnObjectOfLabels_areClassifierData() throws IOException {
        Path file = Files.writeString(folder.resolve("d.jsonl"), """
                {"text":"Where is my card?","labels":{"intent":"card_arrival","tone":["calm","short"]}}
                """);
        Example example = Dataset.builder("d").add(file).build().examples().get(0);
        assertThat(example).isInstanceOf(PromptExample.class);
        assertThat(((PromptExample) example).reference()).containsKey("labels");
    }

    private void pair(String file, List<Message> prompt, String better, String worse) {
        PreferenceExample pair = (PreferenceExample) only(file);
        assertThat(pair.messages()).isEqualTo(prompt);
        assertThat(pair.preferred()).containsExactly(Message.assistant(better));
        assertThat(pair.rejected()).containsExactly(Message.assistant(worse));
    }

    private static Example only(String file) {
        return read(file).examples().get(0);
    }

    private static Dataset read(String file) {
        Dataset read = Dataset.builder("case").add(path(file)).build();
        assertThat(read.rejected()).isEmpty();
        return read;
    }

    private static Path path(String file) {
        try {
            return Path.of(ReportedCasesTest.class
                    .getResource("/dev/finetuning/format/cases/" + file)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(file, e);
        }
    }
}
