package dev.finetuning.spark;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Provenance;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.secrecy.Canary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Data with everything that makes a difference: copies, near copies of several lengths, one large group of copies,
 * personal data, synthetic examples, groups, records that cannot be read or written, blank lines.
 */
final class MixedData {
    private static final String[] WORDS = ("order parcel refund invoice delivery account password charge return"
                    + " customer night early window balcony garden river promise letter answer signal engine metal"
                    + " yellow careful sudden gentle distant paper market winter number little above before")
            .split(" ");

    private final Random random;
    private final int words;
    private final List<String> texts = new ArrayList<>();

    private MixedData(long seed, int words) {
        this.random = new Random(seed);
        this.words = words;
    }

    static Path write(Path file, int records, long seed) throws IOException {
        return write(file, records, seed, 60);
    }

    /** Questions have from 12 words to so many more. */
    static Path write(Path file, int records, long seed, int words) throws IOException {
        MixedData data = new MixedData(seed, words);
        try (Writer out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < records; i++) {
                out.append(data.line(i)).append(i % 41 == 7 ? "\r\n\n" : "\n");
            }
        }
        return file;
    }

    private String line(int number) throws IOException {
        int kind = random.nextInt(40);
        if (kind == 0) {
            return "{\"messages\": [" + number + " " + Canary.CONTENT;
        }
        if (kind == 1) {
            return "{\"messages\":[{\"role\":\"user\",\"content\":\"Why " + number + "?\"},"
                    + "{\"role\":\"assistant\",\"content\":\"Because.\",\"reasoning_content\":\"" + Canary.CONTENT
                    + "\"}]}";
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        ChatMessages.format().withInfo().writeJson(example(), json);
        return json.toString(StandardCharsets.UTF_8);
    }

    private Example example() {
        Map<String, String> metadata = new HashMap<>();
        if (random.nextInt(4) == 0) {
            metadata.put(ExampleInfo.GROUP, "customer" + random.nextInt(20));
        }
        metadata.put(ExampleInfo.CATEGORY, random.nextInt(30) == 0 ? "rare" : "usual");
        Provenance provenance =
                random.nextInt(6) == 0 ? Provenance.synthetic(Origin.CODE) : Provenance.human(Origin.CODE);
        List<Message> messages = new ArrayList<>();
        if (random.nextInt(3) > 0) {
            messages.add(Message.system(random.nextInt(9) == 0 ? "Be short." : "You help customers."));
        }
        if (random.nextInt(12) == 0) {
            String mail = Canary.CONTENT + random.nextInt(99) + "@example.org";
            return new ChatExample(
                    List.of(Message.user("Mail " + mail), Message.assistant("Yes.")),
                    List.of(),
                    new ExampleInfo(metadata, provenance));
        }
        messages.add(Message.user(question()));
        messages.add(Message.assistant(random.nextInt(25) == 0 ? "Ask {{name}}." : "Write to " + mail() + "."));
        return new ChatExample(messages, List.of(), new ExampleInfo(metadata, provenance));
    }

    private String mail() {
        return random.nextInt(3) == 0 ? Canary.CONTENT + random.nextInt(9) + "@example.org" : "the desk";
    }

    /** A new text, a copy, one with a few words changed, or the one that many repeat. */
    private String question() {
        int kind = texts.isEmpty() ? 0 : random.nextInt(10);
        if (kind < 5) {
            StringBuilder text = new StringBuilder();
            for (int left = 12 + random.nextInt(words); left > 0; left--) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(left % 9 == 0 ? ". " : " ");
            }
            texts.add(text.toString());
            return text.toString();
        }
        if (kind == 5) {
            return texts.get(0);
        }
        String earlier = texts.get(random.nextInt(texts.size()));
        if (kind == 6) {
            return earlier.toUpperCase(java.util.Locale.ROOT);
        }
        return kind == 7 ? earlier : earlier.replaceFirst("[a-z]+ ", WORDS[random.nextInt(WORDS.length)] + " ");
    }
}
