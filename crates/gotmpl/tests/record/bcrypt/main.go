// Prints bcrypt hashes of passwords with a known salt, made of golang.org/x/crypto's Blowfish: `go run ./bcrypt`.
package main

import (
	"encoding/base64"
	"fmt"

	"golang.org/x/crypto/blowfish"
)

func hashed(password string) string {
	salt := make([]byte, 16)
	for i := range salt {
		salt[i] = byte(i)
	}
	key := append([]byte(password), 0)
	cipher, err := blowfish.NewSaltedCipher(key, salt)
	if err != nil {
		panic(err)
	}
	for range 1 << 10 {
		blowfish.ExpandKey(key, cipher)
		blowfish.ExpandKey(salt, cipher)
	}
	data := []byte("OrpheanBeholderScryDoubt")
	for i := 0; i < len(data); i += 8 {
		for range 64 {
			cipher.Encrypt(data[i:i+8], data[i:i+8])
		}
	}
	alphabet := "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	encoding := base64.NewEncoding(alphabet).WithPadding(base64.NoPadding)
	return "$2a$10$" + encoding.EncodeToString(salt) + encoding.EncodeToString(data[:23])
}

func main() {
	for _, password := range []string{"", "password", "pässwörd with more than a few words, to the limit of seventy-two bytes"} {
		fmt.Printf("(%q, %q),\n", password, hashed(password))
	}
}
