package dev.finetuning.benchmarks.prepare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Conversations of any number, put together anew from the sentences of {@link RealTexts}, as chat messages in
 * JSON Lines; always the same for the same texts. In every hundred records about sixty are conversations
 * without tools, twenty-five with, five are long; three repeat the record before them exactly, two repeat it
 * with a word more, five hold personal data, and one in two hundred lines is cut in the middle.
 */
final class GrownFile {
    private static final long SEED = 19;
    private static final String[] PERSONAL = {
        "Write to anna.schmidt%d@example.com.",
        "My number is +1 (415) 555-%04d.",
        "The card is 4242 4242 4242 4242, order %d.",
        "Please pay to DE89 3704 0044 0532 0130 00 for case %d.",
        "The server at 192.0.2.%d answers no more."
    };

    private final ObjectMapper json = new ObjectMapper();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final RealTexts texts;

    private GrownFile(RealTexts texts) {
        this.texts = texts;
    }

    /** Writes records until the file has at least so many bytes. */
    static void write(RealTexts texts, Path file, long bytes) throws IOException {
        new GrownFile(texts).write(file, bytes);
    }

    private void write(Path file, long bytes) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            ObjectNode record = conversation(2, 6);
            for (long written = 0; written < bytes; ) {
                int kind = random.nextInt(100);
                record = kind < 5 && kind > 2 ? withOneWordMore(record) : kind < 3 ? record : fresh(kind);
                byte[] line = (json.writeValueAsString(record) + "\n").getBytes(StandardCharsets.UTF_8);
                if (random.nextInt(200) == 0) {
                    line[middle(line)] = '\n';
                }
                out.write(line);
                written += line.length;
            }
        }
    }

    /** The first ASCII byte from the middle on: a cut within a character would end other readers of the file. */
    private static int middle(byte[] line) {
        int at = line.length / 2;
        while (line[at] < 0) {
            at++;
        }
        return at;
    }

    private ObjectNode fresh(int kind) {
        if (kind < 30) {
            return withTools();
        }
        return kind < 35 ? conversation(20, 40) : conversation(2, 6);
    }

    /** One to three turns whose answers have so many sentences. */
    private ObjectNode conversation(int least, int most) {
        ObjectNode record = json.createObjectNode();
        ArrayNode messages = record.putArray("messages");
        if (random.nextInt(2) == 0) {
            message(messages, "system", "You are a helpful assistant. " + any(texts.sentences()));
        }
        for (int turn = random.nextInt(1, 4); turn > 0; turn--) {
            message(messages, "user", question());
            message(messages, "assistant", sentences(random.nextInt(least, most + 1)));
        }
        return record;
    }

    private ObjectNode withTools() {
        RealTexts.ToolUse use = any(texts.toolUses());
        ObjectNode record = json.createObjectNode();
        ArrayNode messages = record.putArray("messages");
        message(messages, "user", question());
        message(messages, "assistant", sentences(random.nextInt(2, 5)));
        message(messages, "user", question() + " " + use.question());
        ObjectNode call = messages.addObject()
                .put("role", "assistant")
                .putArray("tool_calls")
                .addObject();
        call.put("id", "call_1").put("type", "function").set("function", use.call());
        message(messages, "tool", use.answer());
        ((ObjectNode) messages.get(messages.size() - 1)).put("tool_call_id", "call_1");
        message(messages, "assistant", sentences(random.nextInt(4, 9)));
        record.set("tools", use.tools());
        return record;
    }

    private ObjectNode withOneWordMore(ObjectNode record) {
        ObjectNode copy = record.deepCopy();
        ObjectNode last =
                (ObjectNode) copy.get("messages").get(copy.get("messages").size() - 1);
        last.put("content", last.get("content").asText() + " Indeed" + random.nextInt(1_000));
        return copy;
    }

    private String question() {
        String question = any(texts.questions()) + " " + any(texts.sentences());
        if (random.nextInt(25) > 0) {
            return question;
        }
        String personal = PERSONAL[random.nextInt(PERSONAL.length)];
        return question + " " + String.format(personal, random.nextInt(1, 250));
    }

    private String sentences(int number) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < number; i++) {
            text.append(i == 0 ? "" : random.nextInt(5) == 0 ? "\n\n" : " ").append(any(texts.sentences()));
        }
        return text.toString();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static void message(ArrayNode messages, String role, String content) {
        messages.addObject().put("role", role).put("content", content);
    }
}
