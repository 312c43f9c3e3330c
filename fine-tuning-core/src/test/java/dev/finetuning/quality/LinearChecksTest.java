package dev.finetuning.quality;

import dev.finetuning.CpuGrowth;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every check takes twice the time for twice the input: more examples, or longer and nastier texts. */
class LinearChecksTest {
    private static final Map<String, Check> CHECKS = checks();

    static Stream<String> names() {
        return CHECKS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void run_twiceTheExamples_takesTwiceTheWork(String name) {
        CpuGrowth.assertLinear(name, 2_000, size -> {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                examples.add(ChatExample.of(
                        Message.system("s" + i % 50),
                        Message.user("question " + i % (size / 2) + " about order 4242 4242 4242 4242"),
                        Message.assistant("answer " + i + " to user" + i + "@example.com")));
            }
            return () -> Checks.none().with(CHECKS.get(name)).run(examples);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a@",
                "@",
                "1 ",
                "1",
                "1-",
                "::",
                "a:",
                "(",
                "{{",
                "{{a",
                "<insert ",
                "[your ",
                "sk-",
                "AKIA",
                "eyJ",
                "www.",
                "http://",
                "0x",
                "DE89 ",
                "a.",
                "\u00e9@",
                "192.168.",
                "+1 ",
                "no input ",
                " ",
                "\n",
                "\ud83d\ude00",
                "ssn 536-22-"
            })
    void run_textOfTwiceTheLength_takesTwiceTheWork(String piece) {
        CHECKS.forEach((name, check) -> CpuGrowth.assertLinear(name + " on " + piece, 10_000, size -> {
            String text = piece.repeat(size / piece.length());
            List<Example> examples = List.of(ChatExample.of(Message.user(text), Message.assistant(text)));
            return () -> Checks.none().with(check).run(examples);
        }));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void near_twiceTheExamples_takesTwiceTheWork(boolean alike) {
        CpuGrowth.assertLinear("near-duplicates", 3_000, size -> {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                String words =
                        alike ? "the same words over and over again " : "w" + i + " x" + i + " y" + i + " z" + i + " ";
                examples.add(ChatExample.of(Message.user(words.repeat(5)), Message.assistant("a" + i)));
            }
            return () -> NearDuplicates.standard().find(examples);
        });
    }

    private static Map<String, Check> checks() {
        Map<String, Check> checks = new LinkedHashMap<>();
        checks.put("size", PopulationChecks.size());
        checks.put("messages", StructureChecks.messages());
        checks.put("order", StructureChecks.order());
        checks.put("tools", StructureChecks.tools());
        checks.put("weights", StructureChecks.weights());
        checks.put("images", StructureChecks.images(10, 1 << 20));
        checks.put("exact duplicates", DuplicateChecks.exact());
        checks.put("normalised duplicates", DuplicateChecks.normalised());
        checks.put("placeholders", TextChecks.placeholders());
        checks.put("secrets", TextChecks.secrets());
        checks.put("refusals", TextChecks.refusals());
        checks.put("contradictions", PopulationChecks.contradictions());
        checks.put("system prompts", PopulationChecks.systemPrompts());
        checks.put("category balance", PopulationChecks.categoryBalance(10));
        checks.put("length outliers", PopulationChecks.lengthOutliers(20));
        checks.put(
                "token limit",
                PopulationChecks.tokenLimit(example -> example.messages().size(), 1));
        checks.put("personal data", PersonalData.of(PiiDetector.standard()).check());
        return checks;
    }
}
