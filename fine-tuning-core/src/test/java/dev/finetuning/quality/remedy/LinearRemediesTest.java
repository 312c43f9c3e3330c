package dev.finetuning.quality.remedy;

import dev.finetuning.CpuGrowth;
import dev.finetuning.Secret;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.StructureChecks;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every remedy takes twice the time for twice the input: more examples, more turns, or longer texts. */
class LinearRemediesTest {
    private static final Map<String, Remedy> REMEDIES = remedies();

    static Stream<String> names() {
        return REMEDIES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void preview_twiceTheExamples_takesTwiceTheWork(String name) {
        CpuGrowth.assertLinear(name, 2_000, size -> {
            Dataset dataset = examples(size);
            return () -> preview(name, dataset);
        });
    }

    @ParameterizedTest
    @MethodSource("names")
    void preview_twiceTheTurns_takesTwiceTheWork(String name) {
        CpuGrowth.assertLinear(name, 1_000, size -> {
            List<Message> messages = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                messages.add(Message.user(" question " + i + " of ann@example.com"));
                messages.add(Message.user("{{name}}?"));
                messages.add(Message.assistant(List.of(ToolCall.of("f", "{}"))));
                messages.add(Message.tool("", "sk-abcdefghijklmnopqrstuvwxyz012345"));
                messages.add(Message.system("late " + i));
            }
            Dataset dataset = Dataset.builder("long")
                    .add(new ChatExample(messages, List.of(), ExampleInfo.NONE))
                    .build();
            return () -> preview(name, dataset);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "\n", "{{name}}", "{{", "ann@example.com ", "@", "sk-", "4242 ", "a\n", "\ud83d\ude00"})
    void preview_textOfTwiceTheLength_takesTwiceTheWork(String piece) {
        names().forEach(name -> CpuGrowth.assertLinear(name + " on " + piece, 10_000, size -> {
            String text = piece.repeat(size / piece.length());
            Dataset dataset = Dataset.builder("long")
                    .addConversation(Message.user(text), Message.user(text), Message.assistant(text))
                    .build();
            return () -> preview(name, dataset);
        }));
    }

    @Test
    void found_twiceTheFindings_takesTwiceTheWork() {
        CpuGrowth.assertLinear("what a report found", 1_000, size -> {
            Dataset dataset = examples(size);
            return () -> Remedies.of(Drop.found(Checks.standard().run(dataset), "duplicate_example"))
                    .preview(dataset)
                    .diff();
        });
    }

    private static void preview(String name, Dataset dataset) {
        Remedies.of(REMEDIES.get(name)).preview(dataset).diff();
    }

    private static Dataset examples(int size) {
        DatasetBuilder builder = Dataset.builder("many");
        for (int i = 0; i < size; i++) {
            builder.addConversation(
                    Message.user(" question " + i % (size / 2) + " of user" + i + "@example.com "),
                    Message.user("{{name}} with sk-abcdefghijklmnopqrstuvwxyz0123" + i),
                    Message.assistant("answer"),
                    Message.user("and more?"));
        }
        return builder.build();
    }

    private static Map<String, Remedy> remedies() {
        PersonalData personal = PersonalData.of(PiiDetector.standard());
        List<Example> testSet = examples(200).examples();
        Map<String, Remedy> remedies = new LinkedHashMap<>();
        remedies.put("trim", Repair.trimWhitespace());
        remedies.put("system first", Repair.systemFirst());
        remedies.put("merge turns", Repair.mergeTurns());
        remedies.put("end with answer", Repair.endWithAnswer());
        remedies.put("call ids", Repair.addCallIds());
        remedies.put("truncate", Repair.truncate(example -> example.messages().size(), 3));
        remedies.put("fill placeholders", Repair.fillPlaceholders(Map.of("name", "Ann")));
        remedies.put("redact", Repair.redact(personal));
        remedies.put("pseudonymise", Repair.pseudonymise(personal, Secret.of("the-key-of-these-tests")));
        remedies.put("redact secrets", Repair.redactSecrets());
        remedies.put("drop what fails", Drop.whatFails(StructureChecks.order()));
        remedies.put("drop duplicates", Drop.duplicates());
        remedies.put("drop leaks", Drop.leaks(testSet));
        remedies.put("drop placeholders", Drop.placeholders());
        remedies.put("drop personal data", Drop.personalData(personal));
        return remedies;
    }
}
