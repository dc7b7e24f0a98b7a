// Command strict reads rendered manifests from its input and answers what a cluster would not understand in them: fields
// that do not exist, values of the wrong type, kinds that are not known. It needs no cluster and no network.
//
// It prints one line for each fault and ends with 1, or prints how many documents it read and ends with 0.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/kubernetes/scheme"
	plain "sigs.k8s.io/yaml"
)

func main() {
	decoder, err := newDecoder()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	count, faults, err := check(os.Stdin, decoder)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	for _, fault := range faults {
		fmt.Println(fault)
	}
	if len(faults) > 0 {
		os.Exit(1)
	}
	fmt.Printf("%d documents\n", count)
}

func newDecoder() (runtime.Decoder, error) {
	known := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{scheme.AddToScheme, monitoring.AddToScheme, addScaling} {
		if err := add(known); err != nil {
			return nil, err
		}
	}
	return serializer.NewCodecFactory(known, serializer.EnableStrict).UniversalDeserializer(), nil
}

// check answers how many documents there were and what is wrong with which of them.
func check(input io.Reader, decoder runtime.Decoder) (int, []string, error) {
	reader := yaml.NewYAMLReader(bufio.NewReader(input))
	count := 0
	var faults []string
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return count, faults, nil
		}
		if err != nil {
			return count, faults, err
		}
		var content map[string]any
		if err := plain.UnmarshalStrict(document, &content); err != nil {
			faults = append(faults, fmt.Sprintf("%s: %s", nameOf(content), oneLine(err)))
			continue
		}
		// What a switched-off template leaves behind is comments.
		if len(content) == 0 {
			continue
		}
		count++
		if _, _, err := decoder.Decode(document, nil, nil); err != nil {
			faults = append(faults, fmt.Sprintf("%s: %s", nameOf(content), oneLine(err)))
		}
	}
}

func nameOf(content map[string]any) string {
	metadata, _ := content["metadata"].(map[string]any)
	return fmt.Sprintf("%v/%v", content["kind"], metadata["name"])
}

func oneLine(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}
