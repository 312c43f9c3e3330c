package dev.finetuning.spark;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The elements of several iterators, one after another. */
final class Flattened<T> implements Iterator<T> {
    private final Iterator<? extends Iterator<T>> all;
    private Iterator<T> current = Collections.emptyIterator();

    Flattened(Iterator<? extends Iterator<T>> all) {
        this.all = all;
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext() && all.hasNext()) {
            current = all.next();
        }
        return current.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all of them are at their end");
        }
        return current.next();
    }
}
