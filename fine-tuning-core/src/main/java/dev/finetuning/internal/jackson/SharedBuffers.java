package dev.finetuning.internal.jackson;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.RecyclerPool;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Jackson's buffers, in a few places that threads take them from and put them back to. Jackson itself leaves them
 * in every thread that ever read JSON, softly: in the threads of an application server they keep the class loader of
 * an application that was closed long ago. Thread-safe.
 */
final class SharedBuffers implements RecyclerPool<BufferRecycler> {
    static final SharedBuffers INSTANCE = new SharedBuffers();

    private static final long serialVersionUID = 1L;
    /** A power of two; two threads of one place do no harm, one of them gets new buffers. */
    private static final int PLACES = 32;

    @SuppressWarnings("serial") // never written: what is read is the instance
    private final AtomicReferenceArray<BufferRecycler> idle = new AtomicReferenceArray<>(PLACES);

    private SharedBuffers() {}

    @Override
    public BufferRecycler acquirePooled() {
        BufferRecycler found = idle.getAndSet(place(), null);
        return found == null ? new BufferRecycler() : found;
    }

    @Override
    public void releasePooled(BufferRecycler buffers) {
        idle.lazySet(place(), buffers);
    }

    private static int place() {
        return (int) Thread.currentThread().getId() & (PLACES - 1);
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
