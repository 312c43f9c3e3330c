package dev.finetuning.mistral.checks;

import dev.finetuning.adapter.chat.LineFile;
import dev.finetuning.example.Example;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.mistral.wire.MistralLines;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** How many bytes an example takes in a training file. */
final class DialectSize {
    private DialectSize() {}

    /** The bytes of its line, the line feed included; 0 for an example that has no form. */
    static long of(Example example) {
        CountingStream bytes = new CountingStream();
        try (LineFile lines = LineFile.to(bytes)) {
            lines.write(MistralLines.line(example));
        } catch (UnwritableExampleException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("counting bytes", e);
        }
        return bytes.count;
    }

    private static final class CountingStream extends OutputStream {
        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
        }
    }
}
