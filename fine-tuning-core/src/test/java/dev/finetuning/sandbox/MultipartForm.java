package dev.finetuning.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A form with files, read from the body's file through a mapping, so that its size does not matter. */
public final class MultipartForm {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("[ ;]name=\"([^\"]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]*)\"");

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Path file;

    /**
     * One field.
     *
     * @param fileName the file name, where the client sent one
     * @param offset where its content begins in the body
     * @param length how many bytes it has
     */
    public record Field(Optional<String> fileName, long offset, long length) {}

    private MultipartForm(Path file) {
        this.file = file;
    }

    /** Reads the form in a request. */
    public static MultipartForm parse(ReceivedRequest request) {
        Matcher boundary = BOUNDARY.matcher(request.headers().getOrDefault("content-type", ""));
        MultipartForm form = new MultipartForm(request.bodyFile());
        if (boundary.find()) {
            form.read(boundary.group(1));
        }
        return form;
    }

    private void read(String boundary) {
        byte[] delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer body = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            int start = delimiter.length;
            while (start < body.limit() && body.get(start) != '-') {
                int headEnd = indexOf(body, "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), start);
                int contentEnd = indexOf(body, delimiter, headEnd + 4);
                if (headEnd < 0 || contentEnd < 0) {
                    return;
                }
                add(text(body, start, headEnd), headEnd + 4, contentEnd);
                start = contentEnd + delimiter.length;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String head, int from, int to) {
        Matcher name = NAME.matcher(head);
        Matcher fileName = FILE_NAME.matcher(head);
        if (name.find()) {
            Optional<String> given = fileName.find() ? Optional.of(fileName.group(1)) : Optional.empty();
            fields.put(name.group(1), new Field(given, from, (long) to - from));
        }
    }

    /** A field by its name. */
    public Optional<Field> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** The text of a field, empty where there is none. */
    public String text(String name) {
        Field field = fields.get(name);
        if (field == null) {
            return "";
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) field.length());
            channel.read(bytes, field.offset());
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends the content of a field to a file. */
    public void appendTo(Path target, Field field) {
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (long done = 0; done < field.length(); ) {
                done += from.transferTo(field.offset() + done, field.length() - done, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(ByteBuffer body, int from, int to) {
        byte[] bytes = new byte[to - from];
        body.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int indexOf(ByteBuffer body, byte[] wanted, int from) {
        int last = body.limit() - wanted.length;
        for (int i = Math.max(0, from); i <= last; i++) {
            int k = 0;
            while (k < wanted.length && body.get(i + k) == wanted[k]) {
                k++;
            }
            if (k == wanted.length) {
                return i;
            }
        }
        return -1;
    }
}
