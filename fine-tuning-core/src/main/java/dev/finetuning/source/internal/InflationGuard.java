package dev.finetuning.source.internal;

import dev.finetuning.source.ReadLimits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stops a gzip stream that unpacks to more than the limits allow, in all or per packed byte. */
public final class InflationGuard extends FilterInputStream {
    /** Below so many unpacked bytes the ratio says nothing. */
    private static final long GRACE = 1 << 20;

    private final BoundedInputStream packed;
    private final Opening opening;
    private long inflated;

    public InflationGuard(InputStream inflating, BoundedInputStream packed, Opening opening) {
        super(inflating);
        this.packed = packed;
        this.opening = opening;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        inflated += Math.max(0, read);
        ReadLimits limits = opening.limits();
        if (inflated > limits.maxInflatedBytes()
                || (inflated > GRACE && inflated > packed.count() * limits.maxInflationRatio())) {
            throw opening.unreadable(
                    "inflates_too_far",
                    "It unpacks to more than the limits allow (" + limits.maxInflatedBytes() + " bytes, "
                            + limits.maxInflationRatio() + " per packed byte).",
                    "Unpack it yourself if you trust it, or raise the read limits.");
        }
        return read;
    }
}
