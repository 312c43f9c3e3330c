package dev.finetuning.spark;

import dev.finetuning.example.Origin;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Severity;
import dev.finetuning.source.RejectedRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** Writes and reads values on their way between machines, which run the same version of this library. */
final class Wire {
    private static final byte[] NONE = new byte[0];

    private Wire() {}

    static void bytes(byte[] bytes, DataOutput out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] bytes(DataInput in) throws IOException {
        int length = in.readInt();
        if (length == 0) {
            return NONE;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    static void text(String text, DataOutput out) throws IOException {
        bytes(text.getBytes(StandardCharsets.UTF_8), out);
    }

    static String text(DataInput in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    static void origin(Origin origin, DataOutput out) throws IOException {
        text(origin.source(), out);
        out.writeLong(origin.line());
        out.writeLong(origin.row());
    }

    static Origin origin(DataInput in) throws IOException {
        return new Origin(text(in), in.readLong(), in.readLong());
    }

    static void finding(Finding finding, DataOutput out) throws IOException {
        text(finding.code(), out);
        text(finding.severity().name(), out);
        origin(finding.origin(), out);
        out.writeInt(finding.messageIndex().orElse(-1));
        text(finding.pointer(), out);
        text(finding.message(), out);
        text(finding.remedy(), out);
    }

    static Finding finding(DataInput in) throws IOException {
        String code = text(in);
        Severity severity = Severity.valueOf(text(in));
        Origin origin = origin(in);
        int index = in.readInt();
        return new Finding(
                code,
                severity,
                origin,
                index < 0 ? OptionalInt.empty() : OptionalInt.of(index),
                text(in),
                text(in),
                text(in));
    }

    static void rejection(RejectedRecord rejection, DataOutput out) throws IOException {
        origin(rejection.origin(), out);
        text(rejection.code(), out);
        text(rejection.pointer(), out);
        text(rejection.message(), out);
        text(rejection.remedy(), out);
    }

    static RejectedRecord rejection(DataInput in) throws IOException {
        return new RejectedRecord(origin(in), text(in), text(in), text(in), text(in));
    }
}
