package dev.finetuning.spark;

import java.util.Iterator;
import java.util.function.Function;

/** An iterator that makes something of each element of another, one at a time. */
record Mapped<A, B>(Iterator<A> source, Function<? super A, ? extends B> change) implements Iterator<B> {
    @Override
    public boolean hasNext() {
        return source.hasNext();
    }

    @Override
    public B next() {
        return change.apply(source.next());
    }
}
