package dev.finetuning.quality.pii.internal.shape;

import java.nio.charset.StandardCharsets;

/**
 * Keccak-256 of a short text, as Ethereum uses it: the sponge of FIPS 202 with the padding of the
 * original submission (0x01), which is not that of SHA3-256. One block of 136 bytes suffices here.
 */
public final class Keccak256 {
    private static final int RATE = 136;
    private static final int ROUNDS = 24;
    private static final int[] ROTATIONS = {
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
    };
    private static final int[] LANES = {
        10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
    };

    private final long[] state = new long[25];

    private Keccak256() {}

    /** The first bytes of the hash of an ASCII text of fewer than 136 characters, at most 32. */
    public static byte[] of(String text, int bytes) {
        byte[] block = new byte[RATE];
        byte[] content = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(content, 0, block, 0, content.length);
        block[content.length] = 1;
        block[RATE - 1] |= (byte) 0x80;
        Keccak256 sponge = new Keccak256();
        for (int i = 0; i < RATE; i++) {
            sponge.state[i / 8] ^= (block[i] & 0xffL) << (8 * (i % 8));
        }
        sponge.permute();
        byte[] hash = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            hash[i] = (byte) (sponge.state[i / 8] >>> (8 * (i % 8)));
        }
        return hash;
    }

    private void permute() {
        int register = 1;
        for (int round = 0; round < ROUNDS; round++) {
            theta();
            rhoAndPi();
            chi();
            for (int j = 0; j < 7; j++) {
                if ((register & 1) != 0) {
                    state[0] ^= 1L << ((1 << j) - 1);
                }
                register = (register << 1) ^ ((register >> 7) * 0x171);
            }
        }
    }

    private void theta() {
        long[] columns = new long[5];
        for (int i = 0; i < 25; i++) {
            columns[i % 5] ^= state[i];
        }
        for (int i = 0; i < 25; i++) {
            state[i] ^= columns[(i + 4) % 5] ^ Long.rotateLeft(columns[(i + 1) % 5], 1);
        }
    }

    private void rhoAndPi() {
        long moved = state[1];
        for (int i = 0; i < LANES.length; i++) {
            long next = state[LANES[i]];
            state[LANES[i]] = Long.rotateLeft(moved, ROTATIONS[i]);
            moved = next;
        }
    }

    private void chi() {
        for (int row = 0; row < 25; row += 5) {
            long first = state[row];
            long second = state[row + 1];
            for (int i = 0; i < 3; i++) {
                state[row + i] ^= ~state[row + i + 1] & state[row + i + 2];
            }
            state[row + 3] ^= ~state[row + 4] & first;
            state[row + 4] ^= ~first & second;
        }
    }
}
