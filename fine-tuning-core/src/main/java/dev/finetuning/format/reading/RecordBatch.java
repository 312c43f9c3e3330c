package dev.finetuning.format.reading;

import dev.finetuning.format.ExampleFormat;
import dev.finetuning.source.ReadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Neighbouring records, parsed once by whichever thread runs the batch first. */
final class RecordBatch extends FutureTask<List<Parsed>> {
    RecordBatch(List<ReadResult> records, ExampleFormat format) {
        super(() -> parse(records, format));
    }

    /**
     * What became of the records, once that is known.
     *
     * @throws CancellationException if the thread was interrupted
     */
    List<Parsed> result() {
        try {
            return get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while reading");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("parsing failed", e.getCause());
        }
    }

    private static List<Parsed> parse(List<ReadResult> records, ExampleFormat format) {
        List<Parsed> parsed = new ArrayList<>(records.size());
        for (ReadResult result : records) {
            parsed.add(Parsed.of(result, format));
        }
        return parsed;
    }
}
