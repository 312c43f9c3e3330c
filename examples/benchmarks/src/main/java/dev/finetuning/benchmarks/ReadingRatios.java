package dev.finetuning.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.StructureChecks;
import dev.finetuning.source.Csv;
import dev.finetuning.source.JsonLines;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.Records;
import dev.finetuning.source.SourceRecord;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reading and writing against the bare libraries underneath, on about 60 MB of generated text. */
final class ReadingRatios {
    private static final int EXAMPLES = 60_000;
    private static final String[] WORDS =
            ("the order refund account please card payment thanks could you help me with this "
                            + "parcel that was not delivered yesterday and I would like to know why my customer number has "
                            + "changed since we moved from the old address to another one last week while nobody told us about "
                            + "it at all so what should be done now in your opinion before the end of this month because I am "
                            + "leaving for a while line\nbreak \"quoted\" naïve")
                    .split(" ");

    /** What bare Jackson maps a line to. */
    record Chat(List<Turn> messages) {}

    /** What bare Jackson maps a message to. */
    record Turn(String role, String content) {}

    private ReadingRatios() {}

    static Map<String, Double> measure() throws Exception {
        Path folder = Files.createTempDirectory("reading");
        Path jsonl = folder.resolve("chat.jsonl");
        Path csv = folder.resolve("table.csv");
        try {
            generate(jsonl, csv);
            Map<String, Double> ratios = new LinkedHashMap<>();
            ratios.put("jsonl.read1", Duel.ratio(() -> ours(jsonl, 1), () -> bareJackson(jsonl)));
            ratios.put("jsonl.read2", Duel.ratio(() -> ours(jsonl, 2), () -> bareJackson(jsonl)));
            ratios.put("jsonl.write", writing(jsonl));
            ratios.put("csv.read", Duel.ratio(() -> oursCsv(csv), () -> bareCsv(csv)));
            return ratios;
        } finally {
            Files.deleteIfExists(jsonl);
            Files.deleteIfExists(csv);
            Files.deleteIfExists(folder);
        }
    }

    private static long ours(Path file, int threads) {
        long[] count = new long[2];
        Check.Inspection messages = StructureChecks.messages().begin(finding -> count[1]++);
        Check.Inspection order = StructureChecks.order().begin(finding -> count[1]++);
        ExampleReader.of(JsonLines.of(file), ChatMessages.format())
                .threads(threads)
                .forEach(
                        example -> {
                            messages.look(example);
                            order.look(example);
                            count[0] += example.messages().size();
                        },
                        rejected -> count[1]++);
        messages.end();
        order.end();
        if (count[1] > 0) {
            throw new IllegalStateException("findings in clean data: " + count[1]);
        }
        return count[0];
    }

    private static long bareJackson(Path file) throws IOException {
        ObjectReader reader = new ObjectMapper().readerFor(Chat.class);
        long count = 0;
        try (MappingIterator<Chat> chats = reader.readValues(new BufferedInputStream(Files.newInputStream(file)))) {
            while (chats.hasNextValue()) {
                count += chats.nextValue().messages().size();
            }
        }
        return count;
    }

    private static double writing(Path jsonl) throws Exception {
        List<Example> examples = new ArrayList<>();
        ExampleReader.of(JsonLines.of(jsonl), ChatMessages.format()).forEach(examples::add, rejected -> {});
        return Duel.ratio(() -> write(examples), () -> bareWrite(examples));
    }

    private static long write(List<Example> examples) throws IOException {
        try (OutputStream out = new BufferedOutputStream(OutputStream.nullOutputStream(), 1 << 16)) {
            ChatMessages.format().writeLines(examples, out);
        }
        return examples.size();
    }

    private static long bareWrite(List<Example> examples) throws IOException {
        try (OutputStream out = new BufferedOutputStream(OutputStream.nullOutputStream(), 1 << 16);
                JsonGenerator generator = new JsonFactory().createGenerator(out)) {
            generator.setRootValueSeparator(null);
            for (Example example : examples) {
                generator.writeStartObject();
                generator.writeArrayFieldStart("messages");
                for (Message message : example.messages()) {
                    generator.writeStartObject();
                    generator.writeStringField("role", message.role().wireName());
                    generator.writeStringField("content", message.text());
                    generator.writeEndObject();
                }
                generator.writeEndArray();
                generator.writeEndObject();
                generator.writeRaw('\n');
            }
        }
        return examples.size();
    }

    private static long oursCsv(Path file) {
        long length = 0;
        try (Records records = Csv.of(file).open()) {
            while (records.hasNext()) {
                ReadResult result = records.next();
                length += String.valueOf(((SourceRecord) result).fields().get("text"))
                        .length();
            }
        }
        return length;
    }

    private static long bareCsv(Path file) throws IOException {
        long length = 0;
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (Reader reader = Files.newBufferedReader(file);
                CSVParser parser = CSVParser.parse(reader, format)) {
            for (CSVRecord row : parser) {
                length += row.get("text").length();
            }
        }
        return length;
    }

    private static void generate(Path jsonl, Path csv) throws IOException {
        Random random = new Random(7);
        try (JsonGenerator lines =
                        new JsonFactory().createGenerator(new BufferedOutputStream(Files.newOutputStream(jsonl)));
                var rows = Files.newBufferedWriter(csv, StandardCharsets.UTF_8)) {
            lines.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
            rows.write("id,text,category\r\n");
            for (int i = 0; i < EXAMPLES; i++) {
                String question = text(random, 60);
                lines.writeStartObject();
                lines.writeArrayFieldStart("messages");
                turn(lines, "system", "You help the customers of a shop.");
                turn(lines, "user", question);
                turn(lines, "assistant", text(random, 80));
                lines.writeEndArray();
                lines.writeEndObject();
                rows.write(i + ",\"" + question.replace("\"", "\"\"") + "\",topic " + i % 50 + "\r\n");
            }
        }
    }

    private static void turn(JsonGenerator lines, String role, String content) throws IOException {
        lines.writeStartObject();
        lines.writeStringField("role", role);
        lines.writeStringField("content", content);
        lines.writeEndObject();
    }

    /** Some text that depends on nothing but the seed. */
    static String text(int seed, int words) {
        return text(new Random(seed), words);
    }

    private static String text(Random random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words + random.nextInt(words); i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.append('.').toString();
    }
}
