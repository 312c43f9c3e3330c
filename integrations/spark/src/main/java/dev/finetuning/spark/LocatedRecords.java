package dev.finetuning.spark;

import dev.finetuning.source.Records;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** Records with their positions; closed with the task. */
final class LocatedRecords implements Iterator<Reading.Located> {
    private final Records records;
    private long position;

    LocatedRecords(Records records, long first) {
        this.records = records;
        this.position = first;
        TaskContext task = TaskContext.get();
        if (task != null) {
            task.addTaskCompletionListener((TaskCompletionListener) ended -> records.close());
        }
    }

    @Override
    public boolean hasNext() {
        return records.hasNext();
    }

    @Override
    public Reading.Located next() {
        if (!records.hasNext()) {
            throw new NoSuchElementException("the piece has ended");
        }
        return new Reading.Located(position++, records.next());
    }
}
