package dev.finetuning.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.Provenance;
import dev.finetuning.example.Tool;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.remedy.Drop;
import dev.finetuning.quality.remedy.Remedies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is the same, what is nearly the same, and what only looks so. */
class ContentIdentityTest {
    @Test
    void notDuplicates_areNeitherExactNorNearDuplicates() {
        Dataset dataset = dataset("not-duplicates.jsonl");
        assertThat(dataset.size()).isEqualTo(13);
        assertThat(codes(dataset.examples())).isEmpty();
        assertThat(NearDuplicates.standard().find(dataset.examples())).isEmpty();
        assertThat(Remedies.of(Drop.duplicates()).preview(dataset).dropped()).isZero();
    }

    @Test
    void partsOfUnknownShape_areDifferentWhereTheyDiffer() {
        Dataset dataset = dataset("parts-with-value.jsonl");
        assertThat(dataset.size()).isEqualTo(4);
        assertThat(codes(dataset.examples())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Is 3 < 4?|Is 3 > 4?",
                "temperature: -5|temperature: 5",
                "2*3|2/3",
                "fast 👍|fast 👎",
                "C++|C#",
                "100 %|100 $",
                "é|e"
            })
    void texts_thatMeanDifferentThings_areNoNearIdenticalExamples(String first, String second) {
        assertThat(codes(List.of(asked(first, Map.of()), asked(second, Map.of()))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hello, World!|hello world",
                "3 < 4|3<4",
                "caf\u00e9|cafe\u0301",
                "a  b|a b",
                "well-known|well known"
            })
    void texts_thatDifferInWritingOnly_areNearIdentical(String first, String second) {
        assertThat(codes(List.of(asked(first, Map.of()), asked(second, Map.of()))))
                .containsExactly("near_identical_example");
    }

    @Test
    void exact_differsInEveryFieldThatIsNoLabel() {
        Example plain = asked("What is it?", Map.of("images", List.of("a.jpg"), "id", 1));
        assertThat(codes(List.of(plain, asked("What is it?", Map.of("images", List.of("a.jpg"), "id", 2)))))
                .containsExactly("duplicate_example");
        assertThat(codes(List.of(plain, asked("What is it?", Map.of("images", List.of("b.jpg"), "id", 1)))))
                .isEmpty();
    }

    @Test
    void fingerprint_staysWhatItWas() {
        // computed by the code before content identity had one place
        assertThat(Fingerprint.of(ChatExample.of(Message.user("Hi"), Message.assistant("Hello")))
                        .hex())
                .isEqualTo("b632a68fdb8f702b64956fcb229602ce518b3fa9555947d1378a1f5e247d4ee2");
        Tool tool = Tool.of("f", Map.of("type", "object"));
        Example prompt =
                new PromptExample(List.of(Message.user("Hi")), List.of(tool), Map.of("n", 1.50), ExampleInfo.NONE);
        assertThat(Fingerprint.of(prompt).hex())
                .isEqualTo("32e693a1fb2991ec4e33e2b1bc380edc5a99e0a9a008c3dbd20ac42b5e68f4b0");
    }

    private static Dataset dataset(String name) {
        return Dataset.builder("cases")
                .add(Path.of("src/test/resources/quality").resolve(name))
                .build();
    }

    private static Example asked(String question, Map<String, Object> extras) {
        ExampleInfo info = new ExampleInfo(Map.of(), Provenance.human(Origin.CODE), Optional.empty(), extras);
        return new ChatExample(List.of(Message.user(question), Message.assistant("yes")), List.of(), info);
    }

    private static List<String> codes(List<Example> examples) {
        return Checks.none()
                .with(DuplicateChecks.exact(), DuplicateChecks.normalised())
                .run(examples)
                .findings()
                .stream()
                .map(Finding::code)
                .toList();
    }
}
