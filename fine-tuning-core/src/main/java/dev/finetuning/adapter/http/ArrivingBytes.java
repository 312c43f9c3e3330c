package dev.finetuning.adapter.http;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What has arrived of an answer and not been read yet, from the transport's thread to the one that waits. */
final class ArrivingBytes implements Consumer<byte[]> {
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();

    /** Takes the bytes in the answer's order; none of them is changed afterwards. */
    @Override
    public void accept(byte[] bytes) {
        if (bytes.length > 0) {
            arrived.add(bytes);
        }
    }

    /** No more will come. */
    void end() {
        arrived.add(END);
    }

    /**
     * Waits for the next bytes.
     *
     * @return empty at the end
     */
    Optional<byte[]> next(long nanoseconds) throws InterruptedException, TimeoutException {
        byte[] bytes = arrived.poll(Math.max(0, nanoseconds), TimeUnit.NANOSECONDS);
        if (bytes == null) {
            throw new TimeoutException();
        }
        return bytes == END ? Optional.empty() : Optional.of(bytes);
    }

    /** Reads what arrives. */
    interface Reader {
        /**
         * Reads more bytes.
         *
         * @return false if nothing further is wanted
         */
        boolean read(byte[] bytes);
    }
}
