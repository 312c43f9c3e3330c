package dev.finetuning.console.api;

import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.ExampleFile;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.format.writing.Target;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Sends examples as a target's JSON Lines. What a target cannot represent is left out. */
final class Downloads {
    private Downloads() {}

    private static List<Target> targets() {
        return Stream.of(Target.forConversations(), Target.forPreferences(), Target.forRatings())
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    static Target target(String name) {
        return targets().stream()
                .filter(target -> word(target.name()).equals(word(name)))
                .findFirst()
                .orElseThrow(() -> RefusedException.invalid(
                        "target",
                        "must be one of " + targets().stream().map(Target::name).toList()));
    }

    /** {@code LLaMA-Factory KTO} is also {@code llama-factory-kto}. */
    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    static Object send(Context answer, StoredDataset dataset, ExampleFile examples, ExampleFormat format)
            throws IOException {
        answer.contentType("application/jsonl")
                .header("Content-Disposition", "attachment; filename=\"" + dataset.id() + ".jsonl\"");
        OutputStream out = new BufferedOutputStream(answer.outputStream(), 1 << 16);
        for (Example example : examples) {
            byte[] line = line(format, example);
            out.write(line, 0, line.length);
        }
        out.flush();
        return "";
    }

    private static byte[] line(ExampleFormat format, Example example) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try {
            format.writeJson(example, line);
            line.write('\n');
            return line.toByteArray();
        } catch (UnwritableExampleException e) {
            return new byte[0];
        }
    }
}
