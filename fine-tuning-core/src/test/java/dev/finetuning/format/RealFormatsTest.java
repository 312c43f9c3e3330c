package dev.finetuning.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.RealData;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.Role;
import dev.finetuning.format.detection.FormatDetection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The facts that the data folder's README lists. */
class RealFormatsTest {
    @Test
    void alpacaDemo_detected_has999RecordsAnd14Duplicates() {
        Path file = RealData.file("llama-factory/alpaca_en_demo.json");
        FormatDetection detection = FormatDetection.of(file);
        assertThat(detection.format()).isSameAs(Alpaca.format());
        assertThat(detection.reasons()).hasSize(2);

        Dataset dataset = Dataset.builder("alpaca").add(file).build();
        assertThat(dataset.size()).isEqualTo(999);
        assertThat(dataset.rejected()).isEmpty();
        Set<Fingerprint> distinct = new HashSet<>();
        dataset.forEach(example -> distinct.add(Fingerprint.of(example)));
        assertThat(999 - distinct.size()).isEqualTo(14);
        List<Integer> noInput = new ArrayList<>();
        for (int i = 0; i < dataset.size(); i++) {
            String text = dataset.examples().get(i).messages().get(0).text();
            if (text.toLowerCase(Locale.ROOT).replace(" ", "").endsWith("\nnoinput")) {
                noInput.add(i);
            }
        }
        assertThat(noInput).containsExactly(184, 365, 514, 574, 978);
    }

    @Test
    void identity_placeholders_stand85Times() {
        Dataset dataset = Dataset.builder("identity")
                .add(RealData.file("llama-factory/identity.json"))
                .build();
        assertThat(dataset.size()).isEqualTo(91);
        assertThat(dataset.examples().stream().filter(RealFormatsTest::hasPlaceholder))
                .hasSize(85);
        Set<String> prompts = new HashSet<>();
        dataset.forEach(example -> prompts.add(example.messages().get(0).text()));
        assertThat(91 - prompts.size()).isEqualTo(2);
    }

    private static boolean hasPlaceholder(Example example) {
        String text = example.messages().get(1).text();
        return text.contains("{{name}}") || text.contains("{{author}}");
    }

    @Test
    void glaive_speakers_areCounted() {
        Path file = RealData.file("llama-factory/glaive_toolcall_en_demo.json");
        Dataset dataset = Dataset.builder("glaive").add(file).build();
        assertThat(dataset.size()).isEqualTo(300);
        assertThat(dataset.rejected()).isEmpty();
        Map<String, Integer> turns = new HashMap<>();
        for (Example example : dataset) {
            for (Message message : example.messages()) {
                String kind = message.toolCalls().isEmpty() ? message.role().wireName() : "call";
                turns.merge(kind, 1, Integer::sum);
            }
        }
        assertThat(turns)
                .containsEntry("user", 746)
                .containsEntry("assistant", 746)
                .containsEntry("call", 211)
                .containsEntry("tool", 211);
    }

    @Test
    void dpoDemo_mapping_readsAllTenPairs() {
        FieldMapping mapping = FieldMapping.of(PreferencePairs.trl())
                .rename("/chosen_messages", "chosen")
                .rename("/rejected_messages", "rejected")
                .rename("/+/+/loss_weight", "weight")
                .rename("/+/+/content/+/value", "text");
        Path file = RealData.file("llama-factory/v1_dpo_demo.jsonl");
        Dataset dataset = Dataset.builder("dpo").addJsonLines(file, mapping).build();
        assertThat(dataset.size()).isEqualTo(10);
        assertThat(dataset.rejected()).isEmpty();
        assertThat(dataset.examples()).allSatisfy(example -> {
            PreferenceExample pair = (PreferenceExample) example;
            assertThat(pair.messages().get(0).role()).isEqualTo(Role.SYSTEM);
            assertThat(pair.messages().get(0).weight()).hasValue(0.0);
            assertThat(pair.preferred()).singleElement().satisfies(message -> {
                assertThat(message.weight()).hasValue(1.0);
                assertThat(message.content()).containsInstanceOf(Content.Parts.class);
                assertThat(message.text()).isNotEmpty();
            });
            assertThat(pair.rejected()).hasSize(1).isNotEqualTo(pair.preferred());
        });
    }

    @Test
    void importExample_secondRow_endsWithTheUser() {
        Dataset dataset = Dataset.builder("import")
                .add(RealData.file("mistral-cookbook/dataset-import-example.jsonl"))
                .build();
        assertThat(dataset.size()).isEqualTo(2);
        Example second = dataset.examples().get(1);
        assertThat(second.messages()).extracting(Message::role).containsExactly(Role.USER);
        assertThat(second.info().extras()).containsKey("properties");
    }

    @Test
    void symptoms_duplicates_are47() {
        Dataset dataset = Dataset.builder("symptoms")
                .add(RealData.file("mistral-cookbook/Symptom2Disease.csv"))
                .build();
        Set<String> texts = new HashSet<>();
        dataset.forEach(example -> texts.add(example.messages().get(0).text()));
        assertThat(1200 - texts.size()).isEqualTo(47);
    }

    @Test
    void banking77_leakedRows_areTheKnownSeven() {
        Dataset train = Dataset.builder("train")
                .add(RealData.file("banking77/train.csv"))
                .build();
        Dataset test =
                Dataset.builder("test").add(RealData.file("banking77/test.csv")).build();
        Set<String> seen = new HashSet<>();
        train.forEach(example -> seen.add(normalised(example)));
        assertThat(10_003 - seen.size()).isEqualTo(4);
        List<Long> leaked = test.examples().stream()
                .filter(example -> seen.contains(normalised(example)))
                .map(example -> example.info().provenance().origin().row() - 1)
                .toList();
        assertThat(leaked).containsExactly(554L, 976L, 977L, 1432L, 1474L, 2149L, 3070L);
    }

    private static String normalised(Example example) {
        return example.messages().get(0).text().strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }
}
