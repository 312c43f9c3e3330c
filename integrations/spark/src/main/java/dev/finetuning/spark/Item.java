package dev.finetuning.spark;

import dev.finetuning.dataset.PreparedLine;
import dev.finetuning.dataset.Split;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.CheckPieces;
import dev.finetuning.quality.Noting;
import dev.finetuning.quality.profile.ProfileEntry;
import dev.finetuning.source.RejectedRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one record without looking at any other. */
final class Item {
    private static final int CONTENT_BYTES = 16;

    final long position;
    final Origin origin;
    final List<CheckPieces.Found> findings = new ArrayList<>(0);
    final List<CheckPieces.Noted> notes = new ArrayList<>(0);
    byte[] changes = new byte[0];
    /** Why it could not be read, or cannot be written. */
    @Nullable
    RejectedRecord rejection;
    /** Null if it was rejected or dropped. */
    @Nullable
    Line line;

    Item(long position, Origin origin) {
        this.position = position;
        this.origin = origin;
    }

    /** A line on its way to a file; without bytes if it cannot be written. */
    static final class Line {
        private final byte[] content;
        private final byte[] fingerprint;
        private final Split.Part part;
        private final boolean misplaced;
        private final byte[] json;
        private final @Nullable ProfileEntry profile;

        private Line(
                byte[] content,
                byte[] fingerprint,
                Split.Part part,
                boolean misplaced,
                byte[] json,
                @Nullable ProfileEntry profile) {
            this.content = content;
            this.fingerprint = fingerprint;
            this.part = part;
            this.misplaced = misplaced;
            this.json = json;
            this.profile = profile;
        }

        byte[] content() {
            return content;
        }

        byte[] fingerprint() {
            return fingerprint;
        }

        Split.Part part() {
            return part;
        }

        boolean misplaced() {
            return misplaced;
        }

        byte[] json() {
            return json;
        }

        @Nullable
        ProfileEntry profile() {
            return profile;
        }

        static Line of(PreparedLine prepared, @Nullable ProfileEntry profile) {
            return new Line(
                    Arrays.copyOf(prepared.content(), CONTENT_BYTES),
                    prepared.fingerprint(),
                    prepared.part(),
                    prepared.misplaced(),
                    prepared.line(),
                    profile);
        }

        /** What exact duplicates share, and where this one is. */
        long[] identity(long position) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            return new long[] {bytes.getLong(), bytes.getLong(), position};
        }
    }

    /** Whether it could not be read. */
    boolean unreadable() {
        return rejection != null && line == null;
    }

    /** Whether a remedy or a step dropped it. */
    boolean dropped() {
        return rejection == null && line == null;
    }

    Packed pack() {
        return Packed.of(position, out -> {
            Wire.origin(origin, out);
            out.writeInt(findings.size());
            for (CheckPieces.Found found : findings) {
                out.writeInt(found.check());
                Wire.finding(found.finding(), out);
            }
            out.writeInt(notes.size());
            for (CheckPieces.Noted noted : notes) {
                out.writeInt(noted.check());
                Wire.text(noted.note().topic(), out);
                Wire.origin(noted.note().origin(), out);
                Wire.text(noted.note().text(), out);
            }
            Wire.bytes(changes, out);
            out.writeBoolean(rejection != null);
            if (rejection != null) {
                Wire.rejection(rejection, out);
            }
            out.writeBoolean(line != null);
            if (line != null) {
                write(line, out);
            }
        });
    }

    private static void write(Line line, DataOutput out) throws IOException {
        Wire.bytes(line.content(), out);
        Wire.bytes(line.fingerprint(), out);
        Wire.text(line.part().name(), out);
        out.writeBoolean(line.misplaced());
        Wire.bytes(line.json(), out);
        out.writeBoolean(line.profile() != null);
        if (line.profile() != null) {
            line.profile().writeTo(out);
        }
    }

    static Item unpack(Packed packed) {
        return packed.read(in -> {
            Item item = new Item(packed.position(), Wire.origin(in));
            for (int left = in.readInt(); left > 0; left--) {
                item.findings.add(new CheckPieces.Found(in.readInt(), Wire.finding(in)));
            }
            for (int left = in.readInt(); left > 0; left--) {
                int check = in.readInt();
                item.notes.add(
                        new CheckPieces.Noted(check, new Noting.Note(Wire.text(in), Wire.origin(in), Wire.text(in))));
            }
            item.changes = Wire.bytes(in);
            item.rejection = in.readBoolean() ? Wire.rejection(in) : null;
            item.line = in.readBoolean() ? readLine(in) : null;
            return item;
        });
    }

    private static Line readLine(DataInput in) throws IOException {
        return new Line(
                Wire.bytes(in),
                Wire.bytes(in),
                Split.Part.valueOf(Wire.text(in)),
                in.readBoolean(),
                Wire.bytes(in),
                in.readBoolean() ? ProfileEntry.read(in) : null);
    }
}
