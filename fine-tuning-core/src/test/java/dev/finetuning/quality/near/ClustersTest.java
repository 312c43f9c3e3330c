package dev.finetuning.quality.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.dataset.PreparationStep;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.dataset.StreamedPreparation;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Provenance;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.source.JsonLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClustersTest {
    private static final SplitPlan PLAN = SplitPlan.stable(SplitRatios.of(0.6, 0.2, 0.2));
    private static final int THREES = 150;

    @TempDir
    Path folder;

    private final Random random = new Random(4);

    private String words() {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            words.append(Integer.toString(random.nextInt(1_000_000), 36)).append(' ');
        }
        return words.toString();
    }

    private static ChatExample chat(String question, ExampleInfo info) {
        return ChatExample.of(Message.user(question), Message.assistant("Yes.")).withInfo(info);
    }

    /** An example; one nearly the same, of a customer; another of that customer; all with a number at the front. */
    private List<Example> three(int number) {
        String text = number + " " + words();
        ExampleInfo customer = ExampleInfo.NONE.withMetadata(ExampleInfo.GROUP, "customer " + number);
        return List.of(
                chat(text + "mail", ExampleInfo.NONE),
                chat(text + "letter", customer),
                chat(number + " " + words(), customer));
    }

    private List<Example> threes() {
        List<Example> all = new ArrayList<>();
        for (int i = 0; i < THREES; i++) {
            all.addAll(three(i));
        }
        return all;
    }

    private static String number(String question) {
        return question.substring(0, question.indexOf(' '));
    }

    private static String number(Example example) {
        return number(example.messages().get(0).text());
    }

    private static Split split(List<? extends Example> examples) {
        DatasetBuilder builder = Dataset.builder("all");
        examples.forEach(builder::add);
        Dataset dataset = builder.build();
        return dataset.split(PLAN.groupBy(NearDuplicates.standard().clusters(dataset.examples())));
    }

    private static Map<Fingerprint, Split.Part> parts(Split split) {
        Map<Fingerprint, Split.Part> parts = new HashMap<>();
        for (Split.Part part : Split.Part.values()) {
            split.part(part).forEach(example -> parts.put(Fingerprint.of(example), part));
        }
        return parts;
    }

    private Path write(List<Example> examples) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Example example : examples) {
            ChatMessages.format().withInfo().writeJson(example, lines);
            lines.write('\n');
        }
        return Files.write(folder.resolve("all.jsonl"), lines.toByteArray());
    }

    private Map<Split.Part, List<String>> prepared(List<Example> examples, PreparationStep step) throws IOException {
        ExampleReader reader = ExampleReader.of(
                JsonLines.of(write(examples)), ChatMessages.format().withInfo());
        Map<Split.Part, List<String>> lines = new HashMap<>();
        StreamedPreparation.of(PLAN.groupBy(NearDuplicates.standard().clusters(reader)), ChatMessages.format())
                .step(step)
                .run(reader, folder.resolve("TRAIN"), folder.resolve("VALIDATION"), folder.resolve("TEST"));
        for (Split.Part part : Split.Part.values()) {
            lines.put(part, Files.readAllLines(folder.resolve(part.name())));
        }
        return lines;
    }

    @Test
    void clusters_ofAReader_areThoseOfTheSameExamplesInMemory() throws IOException {
        List<Example> examples = threes();

        Map<Split.Part, List<String>> prepared = prepared(examples, PreparationStep.ofEach(Optional::of));

        Split split = split(examples);
        for (Split.Part part : Split.Part.values()) {
            assertThat(prepared.get(part))
                    .hasSameSizeAs(split.part(part).examples())
                    .hasSizeGreaterThan(30);
        }
        assertThat(ExampleReader.of(JsonLines.of(folder.resolve("TEST")), ChatMessages.format()))
                .satisfies(reader -> {
                    List<Fingerprint> read = new ArrayList<>();
                    reader.forEach(example -> read.add(Fingerprint.of(example)), rejected -> {});
                    assertThat(read)
                            .isEqualTo(split.test().examples().stream()
                                    .map(Fingerprint::of)
                                    .toList());
                });
    }

    @Test
    void clusters_ofAReader_holdWhatStepsChanged() throws IOException {
        Map<Split.Part, List<String>> prepared = prepared(
                threes(),
                PreparationStep.ofEach(example ->
                        Optional.of(chat(number(example) + " changed " + random.nextInt(), example.info()))));

        Map<String, EnumSet<Split.Part>> sides = new HashMap<>();
        prepared.forEach((part, lines) -> lines.forEach(line -> sides.computeIfAbsent(
                        line.replaceAll(".*?\"content\":\"([0-9]+) .*", "$1"),
                        three -> EnumSet.noneOf(Split.Part.class))
                .add(part)));
        assertThat(sides).hasSize(THREES);
        assertThat(sides.values()).allSatisfy(parts -> assertThat(parts).hasSize(1));
    }

    @Test
    void stableSplit_whenOthersComeToAnExample_leavesItWhereItWas() {
        List<Example> alone = new ArrayList<>();
        List<Example> grown = new ArrayList<>();
        for (int i = 0; i < THREES; i++) {
            List<Example> three = three(i);
            alone.add(three.get(0));
            grown.addAll(three);
        }

        Map<Fingerprint, Split.Part> before = parts(split(alone));
        Map<Fingerprint, Split.Part> after = parts(split(grown));

        assertThat(before).hasSize(THREES);
        assertThat(after).containsAllEntriesOf(before);
    }

    @Test
    void clusters_holdWhatWasMadeFromANearDuplicate() {
        List<Example> examples = new ArrayList<>();
        Map<Example, Example> made = new HashMap<>();
        for (int i = 0; i < THREES; i++) {
            List<Example> three = three(i);
            Example second = chat(three.get(1).messages().get(0).text(), ExampleInfo.NONE);
            Example synthetic = chat(
                    words(),
                    new ExampleInfo(
                            Map.of(
                                    ExampleInfo.GROWN_FROM,
                                    Fingerprint.of(second).hex()),
                            Provenance.synthetic(Origin.CODE)));
            examples.addAll(List.of(three.get(0), second, synthetic));
            made.put(synthetic, three.get(0));
        }

        Map<Fingerprint, Split.Part> parts = parts(split(examples));

        made.forEach((synthetic, first) ->
                assertThat(parts.get(Fingerprint.of(synthetic))).isEqualTo(parts.get(Fingerprint.of(first))));
    }
}
