package dev.finetuning.run.internal.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.content.ContentLostException;
import dev.finetuning.content.ContentSource;
import dev.finetuning.content.ContentStore;
import dev.finetuning.content.InMemoryContentStore;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.internal.content.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunDataTest {
    private static final String ID = "run-1";

    private final ContentStore store = new InMemoryContentStore();
    private final RunData data = new RunData(store, false);

    private static List<Example> examples(int count, int length) {
        return IntStream.range(0, count)
                .mapToObj(i -> (Example) ChatExample.of(
                        Message.user("question " + i + " ü".repeat(length)), Message.assistant("answer " + i)))
                .toList();
    }

    private static List<String> texts(Iterable<Example> examples) {
        List<String> texts = new ArrayList<>();
        examples.forEach(example -> texts.add(example.messages().toString()));
        return texts;
    }

    private static RunState run(String train, @Nullable String validation) {
        StoredRequest request = new StoredRequest(
                "base",
                "supervised",
                null,
                null,
                null,
                null,
                null,
                new StoredRequest.StoredHyperparameters(null, null, null, Map.of()),
                null,
                null,
                Map.of(),
                Map.of());
        RunState run = new RunState(ID);
        StoredData parts = new StoredData(train, 1, validation, null, "", null, null);
        run.apply(new RunEvent.Started("bot", Map.of(), request, parts, null, null, true), Instant.EPOCH);
        return run;
    }

    @Test
    void open_linesOfAllLengths_areTheExamplesThatWerePut() {
        for (int length : new int[] {0, 700, 400_000, 900_000}) {
            List<Example> examples = examples(5, length);
            RunState run = run(data.put(ID, RunPart.TRAIN, examples), null);

            assertThat(texts(data.open(run, RunPart.TRAIN, "bot-train"))).isEqualTo(texts(examples));
            assertThat(texts(data.examples(run, RunPart.TRAIN))).isEqualTo(texts(examples));
            assertThat(data.examples(run, RunPart.VALIDATION)).isEmpty();
        }
    }

    @Test
    void open_contentChanged_givesNoExample() throws IOException {
        RunState run = run(data.put(ID, RunPart.TRAIN, examples(5, 0)), null);
        store.put("run-1-train.jsonl", PartContent.of(examples(6, 0)));

        assertThatThrownBy(() -> data.open(run, RunPart.TRAIN, "bot-train").iterator())
                .isInstanceOf(ContentLostException.class)
                .hasMessageContaining("changed");
    }

    @Test
    void open_contentChangedBetweenTheTwoReadings_isNoticed() throws IOException {
        RunState run = run(data.put(ID, RunPart.TRAIN, examples(3, 0)), null);
        Iterator<Example> reading = data.open(run, RunPart.TRAIN, "bot-train").iterator();
        store.put("run-1-train.jsonl", PartContent.of(examples(4, 0)));

        assertThatThrownBy(() -> reading.forEachRemaining(example -> {})).isInstanceOf(ContentLostException.class);
    }

    @Test
    void open_namedByItsHashAsInEarlierVersions_isRead() throws IOException {
        List<Example> examples = examples(3, 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Example example : examples) {
            StoredExample.write(example, bytes);
        }
        String hash = PartContent.of(examples).hash();
        store.put(hash + ".jsonl", ContentSource.of(bytes.toByteArray()));

        assertThat(texts(data.examples(run(hash, null), RunPart.TRAIN))).isEqualTo(texts(examples));
        assertThat(data.removeAfter(ID)).isTrue();
        assertThat(texts(data.examples(run(hash, null), RunPart.TRAIN)))
                .as("which other runs may use")
                .isEqualTo(texts(examples));
    }

    @Test
    void open_hashThatIsNone_isLostAndReadsNoOtherFile() {
        assertThatThrownBy(() -> data.examples(run("../../etc/passwd", null), RunPart.TRAIN))
                .isInstanceOf(ContentLostException.class)
                .hasMessageContaining("run-1-train.jsonl");
    }

    @Test
    void content_readTwice_hasItsSizeAndHash() throws IOException {
        PartContent content = PartContent.of(examples(5, 100));

        for (int i = 0; i < 2; i++) {
            byte[] bytes = content.open().readAllBytes();
            assertThat(bytes).hasSize((int) content.size());
            assertThat(Sha256.hex(bytes)).isEqualTo(content.hash());
        }
    }
}
